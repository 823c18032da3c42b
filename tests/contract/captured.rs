//! Contract, section 10: what is exported as a capture is what a capture of the same network
//! holds: here beside `dumpcap`, where the machine lets us.

use std::io::Write;
use std::net::UdpSocket;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use chat_tests::client::Client;
use chat_tests::clock;
use chat_tests::clock::PATIENCE;
use chat_tests::program::Program;

use crate::house::CLIENT;
use crate::house::has;
use crate::house::server_with;

/// From which port, to which, and what.
type Packet = (u16, u16, String);

/// A capture that goes on, and somebody who speaks to himself in it.
struct Capture {
    file: PathBuf,
    dumpcap: Program,
    probe: UdpSocket,
}

impl Capture {
    /// Of what passes through this port; nothing where the machine does not let us.
    fn of(file: PathBuf, server: u16) -> Option<Self> {
        let probe = UdpSocket::bind("127.0.0.1:0").unwrap();
        let own = probe.local_addr().unwrap().port();
        let ports = format!("udp port {server} or udp port {own}");
        let mut command = Command::new("dumpcap");
        command.args(["-i", "lo", "-q", "-f", &ports, "-w"]);
        let dumpcap = Program::start(command.arg(&file));
        let mut capture = Self {
            file,
            dumpcap,
            probe,
        };
        if let Err(why) = capture.holds("the beginning") {
            let _ = writeln!(std::io::stderr(), "skipped: dumpcap may not: {why}");
            return None;
        }
        Some(capture)
    }

    /// Says so, until it is captured: all that has passed before is, too.
    fn holds(&mut self, words: &str) -> Result<(), String> {
        let began = clock::now();
        let to = self.probe.local_addr().unwrap();
        loop {
            self.probe.send_to(words.as_bytes(), to).unwrap();
            // It says nothing: this is a wait.
            self.dumpcap.line_within(Duration::from_millis(20));
            let bytes = std::fs::read(&self.file).unwrap_or_default();
            let mut parts = bytes.windows(words.len());
            if parts.any(|part| part == words.as_bytes()) {
                return Ok(());
            }
            if self.dumpcap.has_ended() || began.elapsed() > PATIENCE {
                return Err(self.dumpcap.errors());
            }
        }
    }

    fn end(mut self) -> PathBuf {
        self.holds("the end").unwrap();
        self.dumpcap.interrupt();
        self.dumpcap.exit_within(PATIENCE);
        self.file
    }
}

/// What a capture holds between the server and somebody.
fn packets(file: &Path, shown: &str) -> Vec<Packet> {
    let fields = ["udp.srcport", "udp.dstport", "udp.payload"];
    let mut command = Command::new("tshark");
    command
        .arg("-r")
        .arg(file)
        .args(["-Y", shown, "-T", "fields"]);
    command.args(fields.iter().flat_map(|field| ["-e", field]));
    let output = command.env("LC_ALL", "C").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let lines = String::from_utf8(output.stdout).unwrap();
    let packet = |line: &str| {
        let mut fields = line.split('\t');
        let mut port = || fields.next().unwrap().parse().unwrap();
        let (from, to) = (port(), port());
        (from, to, fields.next().unwrap().to_owned())
    };
    lines.lines().map(packet).collect()
}

fn from(packets: &[Packet], port: u16) -> Vec<&str> {
    let sent = packets.iter().filter(|(from, ..)| *from == port);
    sent.map(|(.., content)| &**content).collect()
}

/// Whether it is the same but for what no recording tells: the secrets of a link, each of
/// their letters a `*`.
fn is_told(told: &str, real: &str) -> bool {
    let letters = |content: &str| content.as_bytes().chunks(2).map(<[u8]>::to_vec).collect();
    let (told, real): (Vec<_>, Vec<_>) = (letters(told), letters(real));
    let mut pairs = told.iter().zip(&real);
    told.len() == real.len() && pairs.all(|(told, real)| told == b"2a" || told == real)
}

#[track_caller]
fn are_told(told: &[&str], real: &[&str]) {
    for (at, (told, real)) in told.iter().zip(real).enumerate() {
        assert!(is_told(told, real), "number {at}: {told}, and not {real}");
    }
}

#[test]
fn an_exported_capture_is_what_dumpcap_has_captured_beside_it() {
    if !has("dumpcap", "--version") || !has("tshark", "--version") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let server = server_with(&[]);
    let there = server.udp()[0];
    let Some(capture) = Capture::of(file("real.pcapng"), there.port()) else {
        return;
    };
    let (trace, address) = (file("ana.ndjson"), there.to_string());
    let words = ["--udp", &address, "--name", "ana", "--trace"];
    let weather = ["--drop", "30%", "--dup", "20%", "--seed", "7"];
    let args = [&words[..], &[trace.to_str().unwrap()], &weather].concat();
    let said = "linha, olá\n".repeat(20);
    let exit = Client::start(CLIENT, &args).finish(&said);
    assert_eq!(exit.status.code(), Some(0), "{exit:?}");
    let real = capture.end();

    let mut export = Command::new(CLIENT);
    export.arg("replay").arg(&trace).arg("--export");
    let exported = export.arg(file("ours.pcapng")).output().unwrap();
    assert!(exported.status.success(), "{exported:?}");
    let ours = packets(&file("ours.pcapng"), "frame.interface_name==\"wire\"");
    let ana = ours.iter().map(|(from, ..)| *from);
    let ana = ana.filter(|port| *port != there.port()).min().unwrap();
    let real = packets(&real, &format!("udp.port=={ana}"));
    assert!(ours.len() > 40, "{}", ours.len());
    let (ours_out, real_out) = (from(&ours, ana), from(&real, ana));
    assert_eq!(ours_out.len(), real_out.len(), "what she has sent");
    are_told(&ours_out, &real_out);
    // A burst leaves the server in one call, and passes through a machine's own network in one
    // piece. What came once she had closed her socket she has not seen.
    let [ours_in, real_in] = [&ours, &real].map(|all| from(all, there.port()).concat());
    let seen = real_in
        .get(..ours_in.len())
        .expect("all that she has heard");
    assert!(is_told(&ours_in, seen), "{ours_in}, and not {seen}");
}
