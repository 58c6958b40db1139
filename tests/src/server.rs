#![allow(clippy::unwrap_used, reason = "a test's own server")]

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// Between two pieces of an answer without end.
const PACE: Duration = Duration::from_millis(5);

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `POST /v1/chat/completions`.
    pub what: String,
    /// Its headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Its body; null where there is none.
    pub body: Value,
}

impl Asked {
    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// What the last message says.
    #[must_use]
    pub fn last_said(&self) -> &str {
        let messages = self.body["messages"].as_array();
        messages.and_then(|messages| messages.last()?["content"].as_str()).unwrap_or_default()
    }
}

/// What the server does with a request.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    pieces: Vec<Vec<u8>>,
    end: End,
}

#[derive(Debug, Clone, Copy)]
enum End {
    /// As it should be.
    Whole,
    /// The connection breaks.
    Cut,
    /// Nothing more comes, and the connection stays open.
    Silence,
    /// The last piece, again and again.
    Endless,
}

impl Reply {
    /// These bytes as an answer in one piece.
    #[must_use]
    pub fn status(status: u16, body: &str) -> Self {
        let headers = vec![("Content-Type".into(), "application/json".into())];
        Self { status, headers, pieces: vec![body.into()], end: End::Whole }
    }

    /// A stream of these bytes, each piece on its own.
    #[must_use]
    pub fn bytes(pieces: &[&[u8]]) -> Self {
        let headers = vec![("Content-Type".into(), "text/event-stream".into())];
        Self {
            status: 200,
            headers,
            pieces: pieces.iter().map(|piece| piece.to_vec()).collect(),
            end: End::Whole,
        }
    }

    /// The beginning of an answer: each text an event.
    #[must_use]
    pub fn beginning(texts: &[&str]) -> Self {
        let events: Vec<String> = texts.iter().map(|text| event(text)).collect();
        Self::bytes(&events.iter().map(String::as_bytes).collect::<Vec<_>>())
    }

    /// A whole answer, as most servers give it.
    #[must_use]
    pub fn texts(texts: &[&str]) -> Self {
        let mut reply = Self::beginning(texts);
        let end =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        reply.pieces.push(end.into());
        reply
    }

    /// A list of models.
    #[must_use]
    pub fn models(ids: &[&str]) -> Self {
        let models: Vec<Value> = ids.iter().map(|id| json!({ "id": id, "owned_by": "library" })).collect();
        Self::status(200, &json!({ "object": "list", "data": models }).to_string())
    }

    /// With this status.
    #[must_use]
    pub fn of_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// With this header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The connection breaks after it.
    #[must_use]
    pub fn cut(mut self) -> Self {
        self.end = End::Cut;
        self
    }

    /// Nothing comes after it, for ever.
    #[must_use]
    pub fn silent(mut self) -> Self {
        self.end = End::Silence;
        self
    }

    /// Its last piece comes again and again, for ever.
    #[must_use]
    pub fn endless(mut self) -> Self {
        self.end = End::Endless;
        self
    }
}

/// An event of a stream with this text.
fn event(text: &str) -> String {
    let event = json!({ "choices": [{ "index": 0, "delta": { "content": text }, "finish_reason": null }] });
    format!("data: {event}\n\n")
}

/// A server on this computer that does what a test says. It ends with the test.
pub struct TestServer {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    connections: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl TestServer {
    /// One that answers as `answer` says: given a request, and how many of its kind came before.
    pub async fn start(answer: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(AtomicUsize::new(0));
        let answer = Arc::new(answer);
        let task = tokio::spawn({
            let (asked, connections) = (asked.clone(), connections.clone());
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    connections.fetch_add(1, Ordering::Relaxed);
                    let (asked, answer) = (asked.clone(), answer.clone());
                    // A client that hangs up ends it.
                    tokio::spawn(async move { serve(stream, &asked, &*answer).await });
                }
            }
        });
        Self { address, asked, connections, task }
    }

    /// One that works through these replies; the last is given for ever.
    pub async fn scripted(replies: Vec<Reply>) -> Self {
        Self::start(move |_, before| replies[before.min(replies.len() - 1)].clone()).await
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// What it was asked, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Connections that were made to it.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Serves one request; the connection is closed after it.
async fn serve(
    stream: TcpStream,
    asked: &Mutex<Vec<Asked>>,
    answer: &(dyn Fn(&Asked, usize) -> Reply + Send + Sync),
) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let request = read(&mut stream).await?;
    let reply = {
        let mut asked = asked.lock().unwrap();
        let before = asked.iter().filter(|known| known.what == request.what).count();
        asked.push(request.clone());
        answer(&request, before)
    };
    let mut head =
        format!("HTTP/1.1 {} X\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).await?;
    for piece in &reply.pieces {
        chunk(&mut stream, piece).await?;
    }
    match reply.end {
        End::Whole => stream.write_all(b"0\r\n\r\n").await?,
        End::Cut => {}
        End::Silence => {
            // Until the client hangs up.
            let _hung_up = stream.read_u8().await;
        }
        End::Endless => loop {
            tokio::time::sleep(PACE).await;
            chunk(&mut stream, reply.pieces.last().unwrap()).await?;
        },
    }
    stream.flush().await
}

async fn chunk(stream: &mut BufReader<TcpStream>, piece: &[u8]) -> io::Result<()> {
    if !piece.is_empty() {
        stream.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).await?;
        stream.write_all(piece).await?;
        stream.write_all(b"\r\n").await?;
    }
    stream.flush().await
}

async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Asked> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        if line.trim().is_empty() {
            break;
        }
        lines.push(line.trim().to_owned());
    }
    let what = lines.first().map_or(String::new(), |line| line.trim_end_matches(" HTTP/1.1").to_owned());
    let header =
        |line: &String| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let headers: Vec<(String, String)> = lines.iter().skip(1).filter_map(header).collect();
    let mut asked = Asked { what, headers, body: Value::Null };
    let length = asked.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    asked.body = serde_json::from_slice(&body).unwrap_or_default();
    Ok(asked)
}
