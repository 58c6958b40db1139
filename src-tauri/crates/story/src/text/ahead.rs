/// Where something stands next in a text that is walked over once, from its beginning to its end. What was
/// found is kept until it is passed: a text of marks that open and never close is searched once, and not
/// once for each of them.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) enum Ahead {
    /// Not asked yet.
    #[default]
    Unknown,
    /// There is none any more.
    Nowhere,
    /// At this place.
    At(usize),
}

impl Ahead {
    /// The first place from `from` on; `find` looks for it there. `from` never goes back.
    pub(crate) fn from(&mut self, from: usize, find: impl FnOnce() -> Option<usize>) -> Option<usize> {
        if matches!(self, Self::Unknown) || matches!(self, Self::At(at) if *at < from) {
            *self = find().map_or(Self::Nowhere, Self::At);
        }
        match *self {
            Self::At(at) => Some(at),
            _ => None,
        }
    }
}
