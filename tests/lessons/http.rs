//! `http_get` against real servers: Python's, and nginx where there is one.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::program::Ended;
use crate::program::Program;
use crate::program::has;
use crate::program::python;
use crate::program::run;

struct Place {
    folder: TempDir,
    host: String,
}

impl Place {
    fn new(port: u16) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            host: format!("http://127.0.0.1:{port}"),
        }
    }

    /// Fetches a page into `got`: how that ended, and what is in the folder after.
    fn get(&self, path: &str) -> (Ended, Vec<(String, String)>) {
        let file = self.folder.path().join("got");
        let url = format!("{}/{path}", self.host);
        let ended = run("http_get", &[&url, file.to_str().unwrap()], "");
        (ended, content(self.folder.path()))
    }

    /// A page that becomes a file, and is all there is.
    #[track_caller]
    fn check_saved(&self, path: &str, expected: &str) -> Ended {
        let (ended, files) = self.get(path);
        assert_eq!(
            files,
            [("got".to_owned(), expected.to_owned())],
            "{ended:?}"
        );
        ended.check(0, &format!("{} bytes in ", expected.len()));
        fs::remove_file(self.folder.path().join("got")).unwrap();
        ended
    }

    /// A page that leaves nothing behind, and the sentence.
    #[track_caller]
    fn check_not_saved(&self, path: &str, sentence: &str) {
        let (ended, files) = self.get(path);
        assert_eq!(files, [], "{ended:?}");
        ended.check(1, "got was not written: ");
        ended.check(1, sentence);
    }
}

fn content(folder: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

/// A folder with `file` and `folder/` in it, to be served.
fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    fs::write(site.path().join("file"), "olá\n").unwrap();
    fs::create_dir(site.path().join("folder")).unwrap();
    site
}

#[test]
fn a_body_comes_by_length_by_chunks_or_not_at_all_from_python() {
    let site = site();
    let Some(mut server) = python("http_server", &[site.path().to_str().unwrap()]) else {
        return;
    };
    let place = Place::new(server.port());
    let ended = place.check_saved("file", "olá\n");
    ended.check(0, "GET /file HTTP/1.1");
    ended.check(0, "HTTP/1.1 200 OK");
    ended.check(0, "Content-Length: 5");
    let ended = place.check_saved("chunked", "hello world");
    ended.check(0, "(a chunk of 5 bytes)");
    ended.check(0, "(a chunk of 0 bytes)");
    place.check_not_saved("moved", "it has moved; ask there: /file");
    place.check_not_saved("folder", "it has moved; ask there: /folder/");
    place.check_not_saved("nothing", "the server answered HTTP/1.1 404 File not found");
    place.check_not_saved("cut", "cut short: 9 of 100 bytes came");
    place.check_not_saved("cut-chunked", "cut short: 3 of 255 bytes came");
}

#[test]
fn a_body_comes_by_length_by_chunks_or_not_at_all_from_nginx() {
    if !has("nginx") {
        return;
    }
    let site = site();
    let (_server, port) = nginx(site.path());
    let place = Place::new(port);
    place
        .check_saved("file", "olá\n")
        .check(0, "Content-Length: 5");
    // Its list of a folder comes in chunks.
    let (ended, files) = place.get("folder/");
    ended.check(0, "Transfer-Encoding: chunked");
    assert!(files[0].1.ends_with("</html>\r\n"), "{files:?}");
    fs::remove_file(place.folder.path().join("got")).unwrap();
    place.check_not_saved(
        "folder",
        &format!("ask there: http://127.0.0.1:{port}/folder/"),
    );
    place.check_not_saved("nothing", "the server answered HTTP/1.1 404 Not Found");
}

/// Nginx, whoever we are (`user` counts only for root), on a port of the system's choice: it inherits our listening socket as
/// its standard input, so that nobody can take the port in between.
fn nginx(site: &Path) -> (Program, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let root = site.to_str().unwrap();
    let config = format!(
        "daemon off; user root; pid {root}/.pid; error_log stderr;
         events {{}}
         http {{
             access_log off;
             client_body_temp_path {root}/.body; proxy_temp_path {root}/.proxy;
             fastcgi_temp_path {root}/.fastcgi; uwsgi_temp_path {root}/.uwsgi;
             scgi_temp_path {root}/.scgi;
             server {{ listen 127.0.0.1:{port}; root {root}; autoindex on; }}
         }}"
    );
    let path = site.join(".conf");
    fs::write(&path, config).unwrap();
    let mut command = Command::new("nginx");
    command
        .args(["-p", root, "-c", path.to_str().unwrap()])
        .env("NGINX", "0;");
    (
        Program::start_with_input("nginx", command, OwnedFd::from(listener).into()),
        port,
    )
}

#[test]
fn a_body_without_a_length_ends_with_the_connection_and_that_is_said() {
    let (ended, files) = answered(b"HTTP/1.0 200 OK\r\n\r\nall of it");
    ended.check(0, "no length");
    assert_eq!(files, [("got".to_owned(), "all of it".to_owned())]);
}

#[test]
fn what_is_no_whole_answer_leaves_nothing() {
    for answer in [
        &b""[..],
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nolx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhell\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\nhell",
        b"nonsense\r\n\r\n",
    ] {
        let (ended, files) = answered(answer);
        assert_eq!(
            (ended.code, files),
            (Some(1), Vec::new()),
            "{:?}",
            ended.shown
        );
    }
}

#[test]
fn https_and_nonsense_are_told() {
    run("http_get", &["https://127.0.0.1/", "/nowhere"], "").check(1, "must begin with http://");
}

/// What becomes of an answer of these bytes and the end.
fn answered(answer: &[u8]) -> (Ended, Vec<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = Place::new(listener.local_addr().unwrap().port());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            // The request is read to its end, or closing would reset.
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                std::io::Read::read_exact(&mut stream, &mut byte).unwrap();
                request.push(byte[0]);
            }
            stream.write_all(answer).unwrap();
        });
        place.get("")
    })
}
