import { askAhead } from '$lib/bridge/ahead';
import { atStart, dress } from '$lib/preferences';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

dress(atStart.theme);
askAhead();
// Not awaited at the top: what draws needs modules of this file, and would wait for its end.
void import('./show').then(({ show }) => show());
