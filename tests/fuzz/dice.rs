/// Numbers that parsers stumble over: ends of ranges, and one beside them.
const ODD: [u64; 12] = [
    0,
    1,
    2,
    0x7f,
    0xff,
    0xffff,
    0x7fff_ffff,
    0xffff_ffff,
    0x1_0000_0000,
    u64::MAX / 8,
    u64::MAX - 1,
    u64::MAX,
];
/// Inputs grow to this at most.
const LONGEST: usize = 64 << 10;

/// Chance that is the same for the same seed: xorshift64*.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below this one, which is not 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// One of the inputs, damaged in one to six places.
    pub(super) fn mutate(&mut self, inputs: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = inputs[self.below(inputs.len())].clone();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            let length = 1 + self.below(16);
            let end = (at + length).min(bytes.len());
            match self.below(8) {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(at..end)),
                2 => bytes.insert(at, self.next() as u8),
                3 => {
                    let piece = bytes[at..end].to_vec();
                    let again = 1 + self.below(64);
                    bytes.splice(at..at, piece.repeat(again));
                }
                4 => {
                    let other = &inputs[self.below(inputs.len())];
                    let from = self.below(other.len() + 1);
                    let to = (from + 1 + self.below(256)).min(other.len());
                    bytes.splice(at..at, other[from..to].iter().copied());
                }
                5 => {
                    let odd = ODD[self.below(ODD.len())].to_le_bytes();
                    let wide = [1, 4, 8][self.below(3)];
                    bytes[at..].iter_mut().zip(&odd[..wide]).for_each(|(byte, odd)| *byte = *odd);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
            bytes.truncate(LONGEST);
        }
        bytes
    }
}
