//! Collects the doc comments of the operations, which the API reference shows.

fn main() -> std::io::Result<()> {
    miaohui_source_docs::write("src/routes")
}
