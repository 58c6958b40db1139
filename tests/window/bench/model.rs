//! A server that speaks OpenAI's chat and writes words that nobody else would, at a pace, and knows when it sent
//! each.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant, SystemTime},
};

/// The server. It ends with the bench.
pub(crate) struct Model {
    address: SocketAddr,
    sent: Arc<Mutex<Vec<u64>>>,
}

impl Model {
    /// One that sends a word every so often, in every answer that it gives.
    pub(crate) fn start(pace: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let sent = Arc::new(Mutex::new(Vec::new()));
        let words = sent.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let words = words.clone();
                // A client that hangs up ends it.
                thread::spawn(move || answer(&stream, pace, &words));
            }
        });
        Self { address, sent }
    }

    /// Where it is.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// When each word was sent: milliseconds since the epoch, by its number.
    pub(crate) fn sent(&self) -> Vec<u64> {
        self.sent.lock().unwrap().clone()
    }

    /// How many words it has sent.
    pub(crate) fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }
}

fn answer(stream: &TcpStream, pace: Duration, words: &Mutex<Vec<u64>>) -> io::Result<()> {
    let asks_for_models = read(stream)?.starts_with("GET");
    let mut stream = stream;
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type:";
    if asks_for_models {
        let list = r#"{"object":"list","data":[{"id":"words"}]}"#;
        return write!(stream, "{head} application/json\r\nContent-Length: {}\r\n\r\n{list}", list.len());
    }
    write!(stream, "{head} text/event-stream\r\n\r\n")?;
    let begun = Instant::now();
    for piece in 1_u32.. {
        let number = {
            let mut words = words.lock().unwrap();
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
            words.push(u64::try_from(now.as_millis()).unwrap());
            words.len() - 1
        };
        write!(
            stream,
            "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\" w{number}x\"}},\"finish_reason\":null}}]}}\n\n"
        )?;
        thread::sleep((begun + pace * piece).saturating_duration_since(Instant::now()));
    }
    Ok(())
}

/// Reads a request and answers its first line.
fn read(stream: &TcpStream) -> io::Result<String> {
    let mut stream = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    stream.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let line = line.trim().to_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(bytes) = line.strip_prefix("content-length:") {
            length = bytes.trim().parse().unwrap_or(0);
        }
    }
    stream.read_exact(&mut vec![0; length])?;
    Ok(first)
}
