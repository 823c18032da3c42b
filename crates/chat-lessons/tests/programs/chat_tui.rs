//! The chat client, built once more for the tests of the lessons.

fn main() -> std::process::ExitCode {
    chat_tui::main()
}
