//! Code that is shared: from a file of one person into a file of another.

use std::fs;
use std::os::unix::fs::symlink;

use chat_tests::peer::Peer;
use chat_tests::terminal::Launch;
use chat_tests::wire::Via;
use serde_json::json;
use tempfile::TempDir;

use crate::house;
use crate::house::joins;

#[test]
fn a_file_is_shared_shown_and_saved_byte_for_byte() {
    let (home, server) = (TempDir::new().unwrap(), house::server());
    let path = |name: &str| home.path().join(name).display().to_string();
    let code = "def f(x):\n\treturn \"olá\" * x\n\n\n# end\n";
    fs::write(path("a.py"), code).unwrap();
    let (ana, bob) = (joins(&server, "ana"), joins(&server, "bob"));
    let says = |who: &chat_tests::terminal::Terminal, line: &str| {
        who.types(line);
        who.shows(line.split(' ').next().unwrap());
        who.key(b"\r");
    };
    says(&ana, &format!("/paste {}", path("a.py")));
    bob.shows("a.py, 5 lines, ");
    bob.shows(": /get 1");
    says(&bob, "/get 1");
    bob.shows("a.py, of ana:");
    bob.shows("# end");
    says(&bob, &format!("/save 1 {}", path("b.py")));
    bob.shows("written into");
    assert_eq!(fs::read_to_string(path("b.py")).unwrap(), code);
    says(&bob, &format!("/save 1 {}", path("a.py")));
    bob.shows("not written into");
    assert_eq!(fs::read_to_string(path("a.py")).unwrap(), code);
    says(&ana, &format!("/paste {}", path("none")));
    ana.shows("was not shared");
}

/// Titles that would lead elsewhere, and what the file is called that they make.
const TITLES: [(&str, &str); 7] = [
    ("../../.bashrc", "bashrc"),
    ("/etc/passwd", "passwd"),
    ("..\\..\\evil.bat", "evil.bat"),
    ("CON", "_CON"),
    ("a\0b", "ab"),
    ("\u{1b}[2Jb\nc", "[2Jbc"),
    ("x\u{202e}yp.exe", "xyp.exe"),
];

/// Whoever saves without saying where has it in the folder where the client runs, under a
/// name that leads nowhere; and what is there already, or only leads elsewhere, stays.
#[test]
fn a_title_leads_nowhere_and_what_is_there_is_never_written_over() {
    let (home, server) = (TempDir::new().unwrap(), house::server());
    let here = home.path().join("deep/here");
    fs::create_dir_all(&here).unwrap();
    let mut eve = Peer::join(&server, Via::Tcp, "eve");
    let address = server.tcp()[0].to_string();
    let script = format!("cd '{}' && exec \"$0\" \"$@\"", here.display());
    let args = ["-c", &script, house::CLIENT, "--name", "bob", &address];
    let bob = house::joined(Launch::new("sh", &args).size(100, 24));
    for (n, (title, file)) in TITLES.iter().enumerate() {
        let code = format!("code {n}\n");
        eve.send(&json!({"type": "paste", "title": title, "text": code, "id": n}));
        let said = eve.hears("it", |f| f.number("id") == u64::try_from(n).ok());
        let number = said.number("seq").unwrap();
        assert!(said.text().starts_with(&format!("{file}, ")), "{said:?}");
        bob.says(&format!("/save {number}"));
        bob.shows(&format!("written into {file}"));
        assert_eq!(
            fs::read_to_string(here.join(file)).unwrap(),
            code,
            "{title:?}"
        );
    }
    // A file of one's own, one's own link, and a link that leads nowhere yet.
    let own = home.path().join("own");
    fs::write(&own, "mine").unwrap();
    fs::write(here.join("kept.py"), "mine").unwrap();
    symlink(&own, here.join("link.py")).unwrap();
    symlink(home.path().join("planted"), here.join("loose.py")).unwrap();
    for title in ["kept.py", "link.py", "loose.py"] {
        eve.send(&json!({"type": "paste", "title": title, "text": "theirs", "id": title}));
        let said = eve.hears("it", |f| f.get("id") == Some(title));
        bob.says(&format!("/save {}", said.number("seq").unwrap()));
        bob.shows(&format!("not written into {title}"));
    }
    assert_eq!(fs::read_to_string(&own).unwrap(), "mine");
    assert_eq!(fs::read_to_string(here.join("kept.py")).unwrap(), "mine");
    assert!(!home.path().join("planted").exists());
    let files = fs::read_dir(&here).unwrap().count();
    assert_eq!(files, TITLES.len() + 3, "nothing else is there");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 2, "nor above");
    // A title of ten megabytes is a line that is too long.
    let long = "x".repeat(10_000_000);
    eve.send_line(&json!({"type": "paste", "title": long, "text": "x"}).to_string());
    eve.hears("a refusal", |f| f.refuses("too_long"));
    eve.says("still here");
}
