use std::io::{self, BufReader, Read, Seek};

use super::tensor;

/// Limits, each far above what real models have; whatever is above them was not made by a tool.
const KEYS: u64 = 4096;
const TENSORS: u64 = 65_536;
const NAME_BYTES: u64 = 1024;
const STRING_BYTES: u64 = 4 << 20;
const ARRAY_ITEMS: u64 = 4 << 20;
const SIDES: u32 = 4;

/// What the beginning of a GGUF file says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Header {
    /// `llama`, `qwen2`, …
    pub(crate) architecture: String,
    /// What its maker calls it.
    pub(crate) name: Option<String>,
    /// As its maker names it.
    pub(crate) licence: Option<String>,
    /// Tokens it was trained to take.
    pub(crate) context: u64,
    /// Whether it has a chat template: whether it was taught to answer.
    pub(crate) has_template: bool,
    /// llama.cpp's number for how its weights are packed.
    pub(crate) file_type: Option<u64>,
    /// Layers, without what comes after them.
    pub(crate) layers: u64,
    embedding: u64,
    heads: u64,
    heads_kv: u64,
    key_length: u64,
    value_length: u64,
    vocabulary: u64,
    alignment: u64,
}

/// Why a header cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum HeaderFault {
    #[error("no GGUF file")]
    NotGguf,
    #[error("GGUF version {0} is not known")]
    Version(u32),
    #[error("the file ends too early")]
    Cut,
    #[error("{0}")]
    Odd(&'static str),
    #[error(transparent)]
    Unread(io::Error),
}

impl From<io::Error> for HeaderFault {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::Cut } else { Self::Unread(error) }
    }
}

impl Header {
    /// Reads the header of a file of `bytes` bytes, and makes sure that every tensor it tells of lies
    /// in the file.
    pub(super) fn read(file: impl Read + Seek, bytes: u64) -> Result<Self, HeaderFault> {
        let mut source = Source { file: BufReader::with_capacity(1 << 16, file), at: 0, bytes };
        let magic = source.take::<4>().map_err(|fault| match fault {
            HeaderFault::Cut => HeaderFault::NotGguf,
            other => other,
        })?;
        if &magic != b"GGUF" {
            return Err(HeaderFault::NotGguf);
        }
        let version = source.u32()?;
        if !(2..=3).contains(&version) {
            return Err(HeaderFault::Version(version));
        }
        let tensors = source.count(TENSORS, "more tensors than a model has")?;
        let keys = source.count(KEYS, "more keys than a model has")?;
        let mut header = Self { alignment: 32, ..Self::default() };
        for _ in 0..keys {
            let key = source.string(NAME_BYTES)?;
            let value = source.value()?;
            header.note(&key, value);
        }
        if header.architecture.is_empty() {
            return Err(HeaderFault::Odd("no architecture"));
        }
        if !header.alignment.is_power_of_two() || header.alignment > 1 << 20 {
            return Err(HeaderFault::Odd("an impossible alignment"));
        }
        source.tensors(tensors, header.alignment)?;
        Ok(header)
    }

    fn note(&mut self, key: &str, value: Value) {
        // Keys of the architecture begin with its name, which comes first in files by any tool.
        let own = key.strip_prefix(&self.architecture).and_then(|rest| rest.strip_prefix('.'));
        match (own.unwrap_or(key), value) {
            ("general.architecture", Value::Text(text)) => self.architecture = text,
            ("general.name", Value::Text(text)) => {
                self.name = Some(text).filter(|name| !name.trim().is_empty());
            }
            ("general.license", Value::Text(text)) => self.licence = Some(text),
            ("general.file_type", Value::Number(number)) => self.file_type = Some(number),
            ("general.alignment", Value::Number(number)) => self.alignment = number,
            ("tokenizer.chat_template", Value::Text(text)) => self.has_template = !text.is_empty(),
            ("tokenizer.ggml.tokens", Value::Array(items)) => self.vocabulary = items,
            ("context_length", Value::Number(number)) => self.context = number,
            ("block_count", Value::Number(number)) => self.layers = number,
            ("embedding_length", Value::Number(number)) => self.embedding = number,
            ("attention.head_count", Value::Number(number)) => self.heads = number,
            ("attention.head_count_kv", Value::Number(number)) => self.heads_kv = number,
            ("attention.key_length", Value::Number(number)) => self.key_length = number,
            ("attention.value_length", Value::Number(number)) => self.value_length = number,
            _ => {}
        }
    }

    /// Memory that the model needs when it is loaded with a context of at most `context` tokens:
    /// weights, keys and values, and room to compute in.
    pub(crate) fn memory(&self, file: u64, context: u32) -> u64 {
        let context = u64::from(context).min(self.context);
        let logits = self.vocabulary.saturating_mul(4 * u64::from(crate::local::BATCH));
        let read = self.a_token().saturating_mul(context);
        file.saturating_add(read).saturating_add(logits).saturating_add(64 << 20)
    }

    /// Memory that a token takes which the model has read: its keys and values, in 16 bits.
    pub(super) fn a_token(&self) -> u64 {
        let heads = self.heads.max(1);
        let heads_kv = if self.heads_kv == 0 { heads } else { self.heads_kv };
        let head = self.embedding / heads;
        let or_head = |length: u64| if length == 0 { head } else { length };
        [or_head(self.key_length), or_head(self.value_length)]
            .into_iter()
            .map(|length| length.saturating_mul(heads_kv).saturating_mul(self.layers).saturating_mul(2))
            .fold(0, u64::saturating_add)
    }

    /// How its weights are packed, in the usual short words.
    pub(crate) fn packing(&self) -> Option<&'static str> {
        Some(match self.file_type? {
            0 => "F32",
            1 => "F16",
            2 => "Q4_0",
            3 => "Q4_1",
            7 => "Q8_0",
            8 => "Q5_0",
            9 => "Q5_1",
            10 | 21 => "Q2_K",
            11..=13 => "Q3_K",
            14 => "Q4_K_S",
            15 => "Q4_K_M",
            16 => "Q5_K_S",
            17 => "Q5_K_M",
            18 => "Q6_K",
            19 | 20 | 28 | 29 => "IQ2",
            22 | 23 | 26 | 27 => "IQ3",
            24 | 31 => "IQ1",
            25 | 30 => "IQ4",
            32 => "BF16",
            38 => "MXFP4",
            _ => return None,
        })
    }
}

/// A value of a key, as far as it matters here.
enum Value {
    Text(String),
    Number(u64),
    /// How many items it had; they are passed over.
    Array(u64),
    Other,
}

/// The file, with its place and its end: nothing is believed that does not fit before the end.
struct Source<R> {
    file: BufReader<R>,
    at: u64,
    bytes: u64,
}

impl<R: Read + Seek> Source<R> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], HeaderFault> {
        let mut bytes = [0; N];
        self.file.read_exact(&mut bytes)?;
        self.at += N as u64;
        Ok(bytes)
    }

    fn u32(&mut self) -> Result<u32, HeaderFault> {
        self.take().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, HeaderFault> {
        self.take().map(u64::from_le_bytes)
    }

    fn count(&mut self, limit: u64, fault: &'static str) -> Result<u64, HeaderFault> {
        self.u64().and_then(|count| if count > limit { Err(HeaderFault::Odd(fault)) } else { Ok(count) })
    }

    /// A length of bytes that lie in the file.
    fn length(&mut self, limit: u64) -> Result<u64, HeaderFault> {
        let length = self.count(limit, "a text longer than any in a model")?;
        if length > self.bytes.saturating_sub(self.at) { Err(HeaderFault::Cut) } else { Ok(length) }
    }

    fn string(&mut self, limit: u64) -> Result<String, HeaderFault> {
        let length = self.length(limit)?;
        // The limits are far below what a `usize` holds anywhere.
        let mut bytes = vec![0; length as usize];
        self.file.read_exact(&mut bytes)?;
        self.at += length;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn pass(&mut self, length: u64) -> Result<(), HeaderFault> {
        if length > self.bytes.saturating_sub(self.at) {
            return Err(HeaderFault::Cut);
        }
        let step = i64::try_from(length).map_err(|_| HeaderFault::Cut)?;
        self.file.seek_relative(step)?;
        self.at += length;
        Ok(())
    }

    fn value(&mut self) -> Result<Value, HeaderFault> {
        let kind = self.u32()?;
        Ok(match kind {
            0 => Value::Number(u64::from(self.take::<1>()?[0])),
            2 => Value::Number(u64::from(u16::from_le_bytes(self.take()?))),
            4 => Value::Number(u64::from(self.u32()?)),
            5 => Value::Number(i32::from_le_bytes(self.take()?).try_into().unwrap_or(0)),
            10 => Value::Number(self.u64()?),
            11 => Value::Number(i64::from_le_bytes(self.take()?).try_into().unwrap_or(0)),
            8 => Value::Text(self.string(STRING_BYTES)?),
            9 => Value::Array(self.array()?),
            scalar => {
                self.pass(size(scalar)?)?;
                Value::Other
            }
        })
    }

    /// Passes over an array; answers how many items it had.
    fn array(&mut self) -> Result<u64, HeaderFault> {
        let kind = self.u32()?;
        let items = self.count(ARRAY_ITEMS, "an array longer than any in a model")?;
        match kind {
            8 => {
                for _ in 0..items {
                    let length = self.length(STRING_BYTES)?;
                    self.pass(length)?;
                }
            }
            9 => return Err(HeaderFault::Odd("an array of arrays")),
            scalar => self.pass(items * size(scalar)?)?,
        }
        Ok(items)
    }

    fn tensors(&mut self, tensors: u64, alignment: u64) -> Result<(), HeaderFault> {
        let impossible = || HeaderFault::Odd("a tensor of an impossible shape");
        let mut furthest = 0_u64;
        for _ in 0..tensors {
            self.string(NAME_BYTES)?;
            let sides = self.u32()?;
            if sides > SIDES {
                return Err(impossible());
            }
            let shape = (0..sides).map(|_| self.u64()).collect::<Result<Vec<_>, _>>()?;
            let kind = self.u32()?;
            let offset = self.u64()?;
            let bytes = tensor::bytes(kind, &shape).ok_or_else(impossible)?.unwrap_or(0);
            furthest = furthest.max(offset.checked_add(bytes).ok_or_else(impossible)?);
        }
        if tensors == 0 {
            return Err(HeaderFault::Odd("no weights"));
        }
        let begin = self.at.next_multiple_of(alignment);
        match begin.checked_add(furthest) {
            Some(end) if end <= self.bytes => Ok(()),
            Some(_) => Err(HeaderFault::Cut),
            None => Err(impossible()),
        }
    }
}

/// Bytes of a scalar of this kind.
fn size(kind: u32) -> Result<u64, HeaderFault> {
    match kind {
        0 | 1 | 7 => Ok(1),
        2 | 3 => Ok(2),
        4..=6 => Ok(4),
        10..=12 => Ok(8),
        _ => Err(HeaderFault::Odd("a value of an unknown kind")),
    }
}
