//! Tries a prompt by hand: `write MODEL 'prompt' [--plain] [--max N] [--seed N] [--temp T] [--opening TEXT]`.
#![allow(clippy::print_stdout)]

use std::{io::Write, sync::Arc};

use anyhow::Context;
use mythline_models::{LocalModel, Model, ModelFile, Prompt, Request, Role, Sampling, Seat, Turn};
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let path = args.next().context("the model's file is missing")?;
    let text = args.next().context("the prompt is missing")?;
    let (mut plain, mut opening, mut max_tokens) = (false, String::new(), 200);
    let mut sampling =
        Sampling { temperature: 0.5, min_p: 0.1, repeat_penalty: 1.05, repeat_last: 256, dry: 0.8, seed: 1 };
    while let Some(option) = args.next() {
        let mut value = || args.next().context("an option wants a value");
        match option.as_str() {
            "--plain" => plain = true,
            "--opening" => opening = value()?,
            "--max" => max_tokens = value()?.parse()?,
            "--seed" => sampling.seed = value()?.parse()?,
            "--temp" => sampling.temperature = value()?.parse()?,
            other => anyhow::bail!("unknown option {other}"),
        }
    }
    let model = LocalModel::new(ModelFile::adopt(path.as_ref())?, Seat::default());
    let prompt = match plain {
        true => Prompt::Plain(text),
        false => Prompt::Chat { turns: vec![Turn { role: Role::User, text }], opening },
    };
    let sink = Arc::new(|piece: &str| {
        print!("{piece}");
        let _shown = std::io::stdout().flush();
    });
    let request = Request { prompt, max_tokens, stop_at: Vec::new(), sampling, json: None };
    let written = model.write(request, sink, CancellationToken::new()).await?;
    println!(
        "\n\n{} tokens in the prompt, first token after {} ms; {} tokens written, {:.1} a second; {:?}",
        written.prompt_tokens,
        written.first_token.as_millis(),
        written.new_tokens,
        f64::from(written.new_tokens.saturating_sub(1)) / written.writing.as_secs_f64().max(1e-6),
        written.cause,
    );
    Ok(())
}
