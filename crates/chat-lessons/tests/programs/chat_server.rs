//! The chat server, built once more for the tests of the lessons.

fn main() -> std::process::ExitCode {
    chat_server::main()
}
