//! The programs to compare with, where they are installed.

use std::process::Command;
use std::process::Stdio;

use portable_pty::CommandBuilder;

use crate::guest::Guest;
use crate::host::Host;
use crate::host::Tongue;

/// Those that are there; why the others are not measured is printed.
pub(crate) fn installed() -> Vec<Guest> {
    let there = |guest: &Guest| {
        let asked = Command::new(guest.name)
            .arg("--version")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status();
        let there = asked.is_ok();
        if !there {
            println!("not measured: {} is not installed", guest.name);
        }
        there
    };
    [weechat(), irssi()].into_iter().filter(there).collect()
}

fn weechat() -> Guest {
    Guest {
        name: "weechat",
        host: Host::open(Tongue::Irc),
        command: Box::new(|host, kept| {
            let mut command = CommandBuilder::new("weechat");
            let address = host.address();
            let begin = format!(
                "/set weechat.history.max_buffer_lines_number {};\
                 /set irc.server_default.anti_flood_prio_high 0;\
                 /server add lab {}/{} -notls -nossl -autojoin=#lab -nicks=me;\
                 /connect lab",
                kept * 2,
                address.ip(),
                address.port(),
            );
            command.args(["--temp-dir", "--run-command", &begin]);
            command
        }),
        enter_hidden: b"/join #side\r/buffer #lab\r",
        top: b"\x1b[1;3H",
        bottom: b"\x1b[1;3F",
        joined: "niaj",
    }
}

fn irssi() -> Guest {
    Guest {
        name: "irssi",
        host: Host::open(Tongue::Irc),
        command: Box::new(|host, kept| {
            let mut command = CommandBuilder::new("irssi");
            // A home of its own for each start: it writes into it.
            let home = tempfile::tempdir().unwrap().keep();
            let begin = format!(
                "/set scrollback_lines {}\n/set scrollback_time 0\n/join #lab\n",
                kept * 2
            );
            std::fs::write(home.join("startup"), begin).unwrap();
            let address = host.address();
            command.args([
                &format!("--home={}", home.display()),
                "--connect",
                &address.ip().to_string(),
                "--port",
                &address.port().to_string(),
                "--nick",
                "me",
            ]);
            command
        }),
        enter_hidden: b"/join #side\r\x1b2",
        top: b"\x1b[1;5H",
        bottom: b"\x1b[1;5F",
        joined: "niaj",
    }
}
