use super::{Look, memory};

/// Tokens that a context begins with: enough for a scene with its notes, and kind to the memory.
pub(crate) const CONTEXT: u32 = 4096;

impl Look {
    /// Tokens that prompt and text may have together: what the model was taught to take, as far as the
    /// memory carries it now.
    pub(crate) fn room(&self) -> u32 {
        room(self.header.context, self.header.a_token(), self.spare_memory())
    }

    /// Bytes that may be used beside the model, for what need not be there: a quarter of what it leaves
    /// free, `most` at most.
    pub(crate) fn spare(&self, most: u64) -> usize {
        usize::try_from(self.spare_memory().map_or(most / 4, |spare| (spare / 4).min(most))).unwrap_or(0)
    }

    /// Bytes that are left once the model is loaded; none where the system does not say.
    fn spare_memory(&self) -> Option<u64> {
        memory::available().map(|there| there.saturating_sub(self.memory))
    }
}

/// A context that grows stands beside the old one for a moment, together with a copy of what was read: so
/// only a third of what is left is counted on. Where nothing is known of the memory, it does not grow.
fn room(taught: u64, a_token: u64, spare: Option<u64>) -> u32 {
    let more = spare.map_or(0, |spare| spare / 3 / a_token.max(1));
    u32::try_from(taught.min(u64::from(CONTEXT).saturating_add(more))).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::room;

    #[test]
    fn a_context_is_as_long_as_the_model_and_the_memory_allow() {
        let a_token = 100_000;
        assert_eq!(room(2048, a_token, Some(1 << 40)), 2048);
        assert_eq!(room(131_072, a_token, Some(1 << 40)), 131_072);
        assert_eq!(room(131_072, a_token, Some(300_000_000)), 4096 + 1000);
        assert_eq!(room(131_072, a_token, Some(0)), 4096);
        assert_eq!(room(131_072, a_token, None), 4096);
        assert_eq!(room(8192, 0, Some(1 << 20)), 8192);
    }
}
