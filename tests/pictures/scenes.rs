//! What the pictures show: programs that are started, and what people do there.

use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::svg;
use chat_tests::svg::Ground;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;

/// Each picture: the name of its file, and how it comes about.
pub(crate) const ALL: [(&str, fn() -> String); 2] = [
    ("screen", || screen(Ground::Dark, "dark")),
    ("screen-light", || screen(Ground::Light, "light")),
];

/// A room with three people, one of them with `nc`.
fn screen(ground: Ground, theme: &str) -> String {
    let server = server();
    let ana = client(&server, ("ana", theme), (100, 16));
    ana.shows("alone so far");
    let mut bob = Peer::join(&server, Via::Udp, "bob");
    ana.shows("bob joined");
    says(&ana, "does accept() block?");
    bob.says("until someone connects");
    ana.shows("until someone connects");
    let mut guest = Typist::connect(&server, Via::Tcp);
    guest.types("olá turma, sou do nc");
    ana.shows("olá turma");
    bob.says("ana: and then read() blocks too, see man 2 read");
    ana.shows("man 2 read");
    says(&ana, "so one loop has to wait for both");
    ana.types("epoll_wait() does th");
    ana.shows("does th");
    ana.look(|screen| svg::picture(screen, ground))
}

/// Says something, and waits until the server has confirmed it.
fn says(at: &Terminal, text: &str) {
    at.says(text);
    at.shows_row("what was said, confirmed", |row| {
        row.contains(&format!("  {text}")) && !row.contains('…')
    });
}

fn server() -> Server {
    Start::new(SERVER).everywhere().ready()
}

fn client(server: &Server, (name, theme): (&str, &str), (columns, rows): (u16, u16)) -> Terminal {
    let address = server.tcp()[0].to_string();
    let launch = Launch::new(CLIENT, &[&address, "--name", name, "--theme", theme]);
    launch.size(columns, rows).start()
}

const CLIENT: &str = env!("CARGO_BIN_EXE_tui-under-test");
const SERVER: &str = env!("CARGO_BIN_EXE_server-under-test");
