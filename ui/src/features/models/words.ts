import type { ModelInfo, ServerInfo } from '$lib/bridge/generated/protocol';
import { t } from '$lib/i18n';

/** A licence, and whether what is written with the model may be sold. */
export function licenceText(licence: string | null, maySell: boolean | null): string {
  if (licence === null) return t.models.noLicence;
  if (maySell === null) return t.models.readLicence(licence);
  return maySell ? t.models.maySell(licence) : t.models.mayNotSell(licence);
}

/** What a model is good for: in the words of the window's language where there are some. */
export const goodFor = (id: string, note: string): string => t.models.goodFor[id] ?? note;

/** What stands under the name of a model that is there. */
export function aboutModel(model: ModelInfo, server: ServerInfo | undefined): string {
  if (model.problem !== null) return model.problem;
  if (server !== undefined) return aboutServer(server);
  const facts = model.file === null ? goodFor(model.id, model.note) : t.models.facts(model.file);
  const from = model.hub === null ? '' : t.models.fromHub(model.hub);
  return [from, facts, licenceText(model.licence, model.maySell)].filter(Boolean).join(' ');
}

function aboutServer(server: ServerInfo): string {
  const key =
    server.key === null
      ? ''
      : server.key.type === 'keychain'
        ? t.server.keyInKeychain
        : t.server.keyIn(server.key.name);
  const down = server.waitWhenDown ? t.server.jobsWait : '';
  const there = t.server.at(server.model, server.vendor, server.url.replace(/^https?:\/\//, ''));
  return [there, t.server.atOnce(server.atOnce), down, key, server.isHere ? '' : t.server.notesAreSent]
    .filter(Boolean)
    .join(' ');
}
