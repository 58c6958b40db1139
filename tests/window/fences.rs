//! What the page must not be able to do, tried in the built window.

use std::{fs, net::TcpListener, time::Duration};

use serde_json::json;

use crate::world::World;

/// A server that nobody may reach. Answers its address, and whether somebody has.
struct Outside(TcpListener);

impl Outside {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    fn address(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }

    fn was_reached(&self) -> bool {
        self.0.accept().is_ok()
    }
}

#[tokio::test]
async fn the_page_runs_no_script_but_its_own() {
    let world = World::new();
    let page = world.start(&[]).await;
    page.reads("Jobs").await;

    let inline = "const script = document.createElement('script');
        script.textContent = 'window.slippedIn = true';
        document.body.append(script);
        return window.slippedIn ?? 'refused'";
    assert_eq!(page.run(inline).await, json!("refused"), "an inline script");

    let attribute = "const image = document.createElement('img');
        image.setAttribute('onerror', 'window.slippedIn = true');
        image.dispatchEvent(new Event('error'));
        return window.slippedIn ?? 'refused'";
    assert_eq!(page.run(attribute).await, json!("refused"), "a script in an attribute");

    let evaluated = "try { return window.eval('1 + 1') } catch (error) { return error.name }";
    assert_eq!(page.run(evaluated).await, json!("EvalError"));
    let made = "try { return new Function('return 2')() } catch (error) { return error.name }";
    assert_eq!(page.run(made).await, json!("EvalError"));

    assert_eq!(page.run("return typeof window.__TAURI__").await, json!("undefined"));
    assert_eq!(page.run("return Object.isFrozen(Object.prototype)").await, json!(true));
}

#[tokio::test]
async fn what_others_write_is_shown_as_text() {
    let world = World::new();
    let says = "<b>Nearly</b> there <img src='x' onerror='window.slippedIn = true'>";
    let put = |path: &str, text: &str| {
        let path = world.workspace().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let job = json!({ "status": "running", "progress": 40, "message": says });
    put(".mythline/tasks/import-letters.json", &job.to_string());
    let page = world.start(&[]).await;
    page.reads("<b>Nearly</b> there <img").await;
    assert_eq!(page.run("return document.querySelectorAll('main b, img[src=x]').length").await, json!(0));
    assert_eq!(page.run("return window.slippedIn ?? 'refused'").await, json!("refused"));
}

#[tokio::test]
async fn the_page_reaches_nothing_outside() {
    let world = World::new();
    let page = world.start(&[]).await;
    page.reads("Jobs").await;
    let outside = Outside::new();
    let there = outside.address();

    let fetched = page.promised(&format!("fetch('{there}/fetched')")).await;
    assert!(fetched["error"].is_string(), "{fetched}");
    let blocked = |tag: &str, source: &str| {
        format!(
            "new Promise((resolve) => {{
                document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {{ once: true }});
                const element = document.createElement('{tag}');
                if ('{tag}' === 'link') element.rel = 'stylesheet';
                element.{source} = '{there}/{tag}';
                document.body.append(element);
            }})"
        )
    };
    for (tag, source, fence) in [
        ("img", "src", "img-src"),
        ("script", "src", "script-src-elem"),
        ("iframe", "src", "frame-src"),
        ("link", "href", "style-src-elem"),
        ("audio", "src", "media-src"),
        ("object", "data", "object-src"),
    ] {
        assert_eq!(page.promised(&blocked(tag, source)).await["value"], json!(fence), "{tag}");
    }
    let socket = format!(
        "try {{ new WebSocket('{}'); return 'open' }} catch {{ return 'refused' }}",
        there.replace("http", "ws")
    );
    page.run(&socket).await;

    page.run(&format!("window.open('{there}/opened'); location.href = '{there}/gone'; return null")).await;
    page.run(&format!(
        "const form = document.createElement('form'); form.action = '{there}/sent'; document.body.append(form); form.submit(); return null"
    ))
    .await;
    page.run("location.href = 'file:///etc/passwd'; return null").await;

    // The page is still there, and answers; nothing came to the server meanwhile.
    page.reads("Jobs").await;
    tokio::time::timeout(Duration::from_secs(5), page.promised("document.fonts.ready.then(() => 'there')"))
        .await
        .unwrap();
    assert!(page.address().await.starts_with("tauri://localhost"), "{}", page.address().await);
    assert!(!outside.was_reached());
}

#[tokio::test]
async fn the_page_asks_for_nothing_but_the_commands_listed() {
    let world = World::new();
    let page = world.start(&[]).await;
    page.reads("Jobs").await;

    let listed = page.promised("window.__TAURI_INTERNALS__.invoke('list_models')").await;
    assert!(listed["value"].is_array(), "{listed}");
    for command in [
        "no_such_command",
        "plugin:window|close",
        "plugin:window|create",
        "plugin:webview|create_webview_window",
        "plugin:event|emit",
        "plugin:dialog|open",
        "plugin:fs|read_text_file",
        "plugin:shell|execute",
        "plugin:http|fetch",
        "plugin:opener|open_path",
        "plugin:window-state|save_window_state",
        "plugin:path|resolve_directory",
        "plugin:app|version",
    ] {
        let answer = page.promised(&format!("window.__TAURI_INTERNALS__.invoke('{command}', {{}})")).await;
        let refusal = answer["error"].as_str().unwrap_or_else(|| panic!("{command} was answered: {answer}"));
        assert!(refusal.contains("not allowed") || refusal.contains("not found"), "{command}: {refusal}");
    }
}
