//! `families`: `AF_UNIX`, `AF_INET`, `AF_INET6`.

use std::net::TcpListener;

use crate::program::lesson;
use crate::program::python;
use crate::program::run;

/// Whether this machine speaks IPv6; a container may not.
pub(crate) fn has_ipv6() -> bool {
    let has = TcpListener::bind("[::1]:0").is_ok();
    if !has {
        eprintln!("skipped: this machine has no IPv6");
    }
    has
}

#[test]
fn an_ipv4_name_is_an_address_and_a_port() {
    let mut server = lesson("families", &["server", "127.0.0.1:0"]);
    let port = server.port();
    let ended = run(
        "families",
        &["client", &format!("127.0.0.1:{port}")],
        "olá\n",
    );
    ended.check(0, "AF_INET: my end is 127.0.0.1:");
    ended.check(0, &format!("the other is 127.0.0.1:{port}"));
    ended.check(0, "OLá");
    server.shows(&format!(
        "my end is 127.0.0.1:{port}, the other is 127.0.0.1:"
    ));
}

#[test]
fn an_ipv6_name_stands_in_brackets() {
    if !has_ipv6() {
        return;
    }
    let mut server = lesson("families", &["server", "[::1]:0"]);
    let port = server.port();
    let ended = run("families", &["client", &format!("[::1]:{port}")], "olá\n");
    ended.check(0, "AF_INET6: my end is [::1]:");
    ended.check(0, "OLá");
    server.shows(&format!("my end is [::1]:{port}, the other is [::1]:"));
}

#[test]
fn a_dual_stack_server_sees_an_ipv4_client_under_a_mapped_name() {
    if !has_ipv6() {
        return;
    }
    let mut server = lesson("families", &["server", "[::]:0"]);
    let port = server.port();
    run(
        "families",
        &["client", &format!("127.0.0.1:{port}")],
        "olá\n",
    )
    .check(0, "OLá");
    server.shows(&format!(
        "my end is [::ffff:127.0.0.1]:{port}, the other is [::ffff:127.0.0.1]:"
    ));
    run("families", &["client", &format!("[::1]:{port}")], "olá\n").check(0, "OLá");
    server.shows("the other is [::1]:");
}

#[test]
fn a_unix_name_is_a_file_and_the_client_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lesson.sock");
    let path = path.to_str().unwrap();
    run("families", &["client", path], "").check(1, "there is no such file");
    let mut server = lesson("families", &["server", path]);
    server.shows(&format!("listening on AF_UNIX {path}"));
    let ended = run("families", &["client", path], "olá\n");
    ended.check(
        0,
        &format!("AF_UNIX: my end is (unnamed), the other is \"{path}\" (pathname)"),
    );
    ended.check(0, "OLá");
    server.shows("the other is (unnamed)");
    // Somebody listens: the name is taken. Nobody does: it is left over.
    run("families", &["server", path], "").check(1, "that name has an owner");
    drop(server);
    run("families", &["client", path], "").check(1, "refused: nobody listens there");
    lesson("families", &["server", path]).shows("listening on");
}

#[test]
fn families_pair_with_python_both_ways() {
    let folder = tempfile::tempdir().unwrap();
    for family in ["unix", "inet", "inet6"] {
        if family == "inet6" && !has_ipv6() {
            continue;
        }
        let path = folder.path().join(family).to_str().unwrap().to_owned();
        let args: Vec<&str> = ["server", family]
            .into_iter()
            .chain((family == "unix").then_some(&*path))
            .collect();
        let Some(mut server) = python("families", &args) else {
            return;
        };
        let name = |port: u16| match family {
            "inet" => format!("127.0.0.1:{port}"),
            _ => format!("[::1]:{port}"),
        };
        let address = if family == "unix" {
            server.shows("listening on");
            path.clone()
        } else {
            name(server.port())
        };
        run("families", &["client", &address], "olá\n").check(0, "OLá");
        drop(server);

        let address = if family == "unix" {
            path.clone()
        } else {
            name(0)
        };
        let mut server = lesson("families", &["server", &address]);
        let last = if family == "unix" {
            server.shows("listening on");
            path
        } else {
            server.port().to_string()
        };
        let Some(mut client) = python("families", &["client", family, &last]) else {
            return;
        };
        client.types("olá\n");
        client.ends().check(0, "OLá");
    }
}
