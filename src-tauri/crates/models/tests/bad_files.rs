//! Files that are no models, or damaged ones: each is refused with a sentence before llama.cpp sees it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use std::{fs, path::Path};

use common::{Gguf, key, text, told};
use mythline_models::ModelFile;
use mythline_protocol::ErrorCode;

/// What is said of a file with this content.
fn said_of(bytes: &[u8]) -> (ErrorCode, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.gguf");
    fs::write(&path, bytes).unwrap();
    told(ModelFile::adopt(&path))
}

fn code_of(gguf: &Gguf) -> ErrorCode {
    said_of(&gguf.bytes()).0
}

#[test]
fn a_small_file_that_is_whole_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Small.gguf");
    fs::write(&path, Gguf::small().bytes()).unwrap();
    let file = ModelFile::adopt(&path).unwrap();
    assert_eq!((file.id.as_str(), file.sha256.len()), ("Small", 64));
}

#[test]
fn what_is_no_gguf_is_said_to_be_none() {
    let sentence = "mine is not a model in a GGUF file. Choose a file that ends in .gguf.";
    for bytes in [&b""[..], b"GG", b"\x7fELF 123456789", b"# Notes\n\nThe lamp is out.", &[0; 4096]] {
        assert_eq!(said_of(bytes), (ErrorCode::NotAModel, sentence.to_owned()));
    }
    let mut other_version = Gguf::small().bytes();
    other_version[4] = 1;
    assert_eq!(said_of(&other_version).0, ErrorCode::NotAModel);
}

#[test]
fn a_file_cut_anywhere_is_found_out() {
    let whole = Gguf::small().bytes();
    for length in 4..whole.len() {
        let (code, sentence) = said_of(&whole[..length]);
        assert_eq!(code, ErrorCode::DamagedModel, "cut at {length}");
        assert_eq!(sentence, "The file of mine is cut short. Get it again: nothing was changed.");
    }
}

#[test]
fn a_flipped_bit_anywhere_in_the_header_harms_nobody() {
    let whole = Gguf::small().bytes();
    let folder = tempfile::tempdir().unwrap();
    for bit in 0..(whole.len() - 40) * 8 {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let path = folder.path().join(format!("{bit}.gguf"));
        fs::write(&path, flipped).unwrap();
        // Some flips leave a header that can be read: then the hash tells the file from the one chosen.
        if ModelFile::adopt(&path).is_err() {
            let (code, _) = told(ModelFile::adopt(&path));
            assert!(matches!(code, ErrorCode::NotAModel | ErrorCode::DamagedModel), "bit {bit}: {code:?}");
        }
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn hostile_lengths_cost_nothing() {
    let huge = u64::MAX.to_le_bytes();
    let array_of = |kind: u32, items: u64| [&kind.to_le_bytes()[..], &items.to_le_bytes()].concat();
    let hostile_values = [
        key("general.name", 8, &huge),
        key("general.name", 8, &(1_u64 << 40).to_le_bytes()),
        key("general.name", 8, &(1_u64 << 21).to_le_bytes()),
        key("x", 9, &array_of(8, u64::MAX)),
        key("x", 9, &array_of(6, u64::MAX / 4)),
        key("x", 9, &array_of(12, 1 << 22)),
        key("x", 9, &array_of(9, 1)),
        key("x", 77, &[]),
    ];
    for value in hostile_values {
        let mut gguf = Gguf::small();
        gguf.keys.push(value);
        assert_eq!(code_of(&gguf), ErrorCode::DamagedModel);
    }
    for at in [8, 16] {
        let mut bytes = Gguf::small().bytes();
        bytes[at..at + 8].copy_from_slice(&huge);
        assert_eq!(said_of(&bytes).0, ErrorCode::DamagedModel);
    }
}

#[test]
fn tensors_must_be_possible_and_lie_in_the_file() {
    let tensors = [
        ("beyond", vec![32, 2], 3, 64),
        ("far", vec![32], 3, u64::MAX),
        ("huge", vec![u64::MAX, u64::MAX], 0, 0),
        ("broken block", vec![31], 3, 0),
        ("five sides", vec![1; 5], 0, 0),
    ];
    for (name, sides, kind, offset) in tensors {
        let mut gguf = Gguf::small();
        gguf.tensors.push((name.into(), sides, kind, offset));
        assert_eq!(code_of(&gguf), ErrorCode::DamagedModel, "{name}");
    }
    let mut none = Gguf::small();
    none.tensors.clear();
    assert_eq!(code_of(&none), ErrorCode::DamagedModel);
    let mut crooked = Gguf::small();
    crooked.keys.push(key("general.alignment", 4, &33_u32.to_le_bytes()));
    assert_eq!(code_of(&crooked), ErrorCode::DamagedModel);
    let mut nameless = Gguf::small();
    nameless.keys.remove(0);
    nameless.keys.push(key("llama.note", 8, &text("no architecture")));
    assert_eq!(code_of(&nameless), ErrorCode::DamagedModel);
}

#[test]
fn what_is_not_there_is_said_to_be_missing() {
    let (code, sentence) = told(ModelFile::adopt(Path::new("/nowhere/lost.gguf")));
    assert_eq!(code, ErrorCode::MissingModel);
    assert_eq!(sentence, "The file of lost is not there. Put it back, or choose another model.");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use rustix::fs::{CWD, FileType, Mode, mknodat};

    use super::*;

    #[test]
    fn a_folder_or_a_pipe_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe.gguf");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RWXU, 0).unwrap();
        let inner = folder.path().join("folder.gguf");
        fs::create_dir(&inner).unwrap();
        let link = folder.path().join("link.gguf");
        symlink(&pipe, &link).unwrap();
        for path in [pipe, inner, link] {
            assert_eq!(told(ModelFile::adopt(&path)).0, ErrorCode::NotAModel, "{}", path.display());
        }
    }

    #[test]
    fn a_link_means_the_file_it_points_to() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real.gguf");
        fs::write(&real, Gguf::small().bytes()).unwrap();
        let link = folder.path().join("link.gguf");
        symlink(&real, &link).unwrap();
        let adopted = ModelFile::adopt(&link).unwrap();
        assert_eq!(adopted.path, real.canonicalize().unwrap());
    }
}
