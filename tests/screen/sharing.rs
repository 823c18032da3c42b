//! Code that is shared: from a file of one person into a file of another.

use std::fs;

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
