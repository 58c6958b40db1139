//! Declares every command to the access list: what is not declared is refused to every window. Tells a packaged program
//! where its variants of llama.cpp lie.

#[path = "src/commands/names.rs"]
#[expect(unreachable_pub, reason = "public in the library, which shares the file")]
mod names;

fn main() {
    let is_linux = std::env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|system| system == "linux");
    if is_linux && std::env::var_os("CARGO_FEATURE_CPU_VARIANTS").is_some() {
        // The old kind of path counts for what the libraries load in their turn, too.
        println!("cargo::rustc-link-arg-bins=-Wl,--disable-new-dtags,-rpath,$ORIGIN/../lib/mythline");
    }
    let manifest = tauri_build::AppManifest::new().commands(names::COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
