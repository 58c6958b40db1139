/// Bytes that a tensor takes in the file: none where its shape is impossible, `Some(None)` where its
/// type is not known here and only its beginning can be checked.
pub(super) fn bytes(kind: u32, shape: &[u64]) -> Option<Option<u64>> {
    let elements = shape.iter().try_fold(1_u64, |product, side| product.checked_mul(*side))?;
    let Some((block, size)) = layout(kind) else { return Some(None) };
    if shape.first().copied().unwrap_or(1) % block != 0 {
        return None;
    }
    (elements / block).checked_mul(size).map(Some)
}

/// Elements in a block of this type, and bytes of the block; as ggml's types are numbered.
fn layout(kind: u32) -> Option<(u64, u64)> {
    Some(match kind {
        0 | 26 => (1, 4),
        1 | 25 | 30 => (1, 2),
        2 | 20 => (32, 18),
        3 => (32, 20),
        6 => (32, 22),
        7 => (32, 24),
        8 => (32, 34),
        9 => (32, 36),
        10 => (256, 84),
        11 | 21 => (256, 110),
        12 => (256, 144),
        13 => (256, 176),
        14 => (256, 210),
        15 => (256, 292),
        16 | 35 => (256, 66),
        17 => (256, 74),
        18 => (256, 98),
        19 => (256, 50),
        22 => (256, 82),
        23 => (256, 136),
        24 => (1, 1),
        27 | 28 => (1, 8),
        29 => (256, 56),
        34 => (256, 54),
        39 => (32, 17),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_follow_type_and_shape() {
        assert_eq!(bytes(8, &[576, 49152]), Some(Some(30_081_024)));
        assert_eq!(bytes(3, &[1536, 576]), Some(Some(552_960)));
        assert_eq!(bytes(0, &[576]), Some(Some(2304)));
        assert_eq!(bytes(12, &[100]), None, "no whole block");
        assert_eq!(bytes(0, &[u64::MAX, 2]), None, "too large to be");
        assert_eq!(bytes(999, &[1]), Some(None));
    }
}
