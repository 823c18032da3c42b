//! A network for one test: hosts with addresses of their own on one Ethernet.
//!
//! On loopback everybody has the server's own address, and the server counts
//! nothing of it. Here each host is a network namespace of Linux, joined to the
//! others by a pair of virtual devices and a bridge, so that what the server
//! does about addresses meets real sockets. Nothing has a name on the machine
//! and nothing outlives the test: a namespace ends with the last file or process
//! that holds it.
//!
//! Making namespaces takes root. Where the test is somebody else's it runs once
//! more as the root of a user namespace, and where that is not allowed either it
//! is skipped, and says why.

use std::any::Any;
use std::env;
use std::fs::File;
use std::io;
use std::io::Write;
use std::os::fd::AsRawFd;
use std::panic::resume_unwind;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::process::id;
use std::thread;
use std::thread::Builder;

use nix::sched::CloneFlags;
use nix::sched::setns;
use nix::sched::unshare;

use crate::forks::starting;

/// Makes each named body, a `fn(&mut Lab)`, a test with a network of its own.
#[macro_export]
macro_rules! in_a_lab {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn in_a_lab() {
                $crate::lab::test(concat!(module_path!(), "::in_a_lab"), super::$name);
            }
        }
    )+};
}

/// An Ethernet with hosts.
#[derive(Debug)]
pub struct Lab {
    bridge: Namespace,
    hosts: usize,
}

/// A machine on it.
#[derive(Debug)]
pub struct Host(Namespace);

/// A network namespace, which lives as long as this does.
#[derive(Debug)]
struct Namespace(File);

/// Runs the body in a network of its own. The path is the test's, by which it is
/// found when it has to run once more with more rights.
#[track_caller]
pub fn test(path: &str, body: fn(&mut Lab)) {
    match Lab::open() {
        Ok(mut lab) => body(&mut lab),
        Err(why) if env::var_os(INSIDE).is_some() => skip(&why.to_string()),
        Err(why) if !may_become_root() => skip(&why.to_string()),
        Err(_) => test_as_root(path),
    }
}

impl Lab {
    /// An Ethernet without hosts. What runs in one may open others.
    pub fn open() -> io::Result<Self> {
        let bridge = Namespace::new()?;
        bridge.ip("link add lan type bridge mcast_snooping 0\nlink set lan up")?;
        Ok(Self { bridge, hosts: 0 })
    }

    /// One more host, with these addresses: `10.9.0.2/24`, `fd09::2/64`.
    #[track_caller]
    pub fn host(&mut self, addresses: &[&str]) -> Host {
        let host = Host(Namespace::new().unwrap());
        host.ip("link set lo up");
        self.plug(&host, DEVICE);
        for address in addresses {
            host.takes(address);
        }
        host
    }

    /// A host of another Ethernet is on this one too, by a device of this name.
    #[track_caller]
    pub fn reaches(&mut self, host: &Host, device: &str, address: &str) {
        self.plug(host, device);
        host.ip(&format!("address add {address} dev {device}"));
    }

    fn plug(&mut self, host: &Host, device: &str) {
        self.hosts += 1;
        let port = format!("port{}", self.hosts);
        let path = format!("/proc/{}/fd/{}", id(), host.0.0.as_raw_fd());
        let cable = format!(
            "link add {port} type veth peer name {device} netns {path}\n\
             link set {port} master lan up"
        );
        self.bridge.ip(&cable).unwrap();
        host.ip(&format!("link set {device} up"));
    }
}

impl Host {
    /// Does this on the host: sockets that are opened and programs that are
    /// started there stay there.
    #[track_caller]
    pub fn runs<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.0
            .runs(work)
            .unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Has one more address. No host is asked whether it has that one already:
    /// so it may be a forged one.
    #[track_caller]
    pub fn takes(&self, address: &str) {
        let once = if address.contains(':') { "nodad" } else { "" };
        self.ip(&format!("address add {address} dev {DEVICE} {once}"));
    }

    /// Is cut off: nothing leaves it and nothing reaches it, and nobody is told.
    #[track_caller]
    pub fn falls_silent(&self) {
        self.pulls(DEVICE, true);
    }

    /// Is there again. (Its IPv6 addresses went with the cable.)
    #[track_caller]
    pub fn comes_back(&self) {
        self.pulls(DEVICE, false);
    }

    /// The same on one of its devices, where it has several.
    #[track_caller]
    pub fn pulls(&self, device: &str, is_out: bool) {
        let state = if is_out { "down" } else { "up" };
        self.ip(&format!("link set {device} {state}"));
    }

    #[track_caller]
    fn ip(&self, commands: &str) {
        self.0.ip(commands).unwrap();
    }
}

impl Namespace {
    fn new() -> io::Result<Self> {
        let made = thread::spawn(|| {
            unshare(CloneFlags::CLONE_NEWNET)?;
            File::open("/proc/thread-self/ns/net")
        });
        made.join().unwrap().map(Self)
    }

    /// Does this on a thread of its own that has moved in. It bears this
    /// thread's name, by which a test's chances are drawn.
    fn runs<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, Box<dyn Any + Send>> {
        let name = thread::current().name().unwrap_or_default().to_owned();
        thread::scope(|scope| {
            let moved = move || {
                setns(&self.0, CloneFlags::CLONE_NEWNET).unwrap();
                work()
            };
            let thread = Builder::new().name(name).spawn_scoped(scope, moved);
            thread.unwrap().join()
        })
    }

    /// Runs these commands of `ip`, one on each line.
    fn ip(&self, commands: &str) -> io::Result<()> {
        let done = self.runs(|| {
            let mut ip = Command::new("ip");
            ip.args(["-batch", "-"]).stdin(Stdio::piped());
            let ip = ip.stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut ip = starting(|| ip.spawn())?;
            let mut input = ip.stdin.take().unwrap();
            input.write_all(format!("{commands}\n").as_bytes())?;
            drop(input);
            ip.wait_with_output()
        });
        let done: Output = done.unwrap_or_else(|panic| resume_unwind(panic))?;
        let complaint = String::from_utf8_lossy(&done.stderr);
        let failed = || io::Error::other(format!("ip: {}", complaint.trim()));
        done.status.success().then_some(()).ok_or_else(failed)
    }
}

/// Whether whoever runs the tests may be root in a user namespace.
fn may_become_root() -> bool {
    let tried = unshared("true").output();
    tried.is_ok_and(|tried| tried.status.success())
}

/// Runs one test of this program once more, as the root of a user namespace.
#[track_caller]
fn test_as_root(path: &str) {
    let me = env::current_exe().unwrap();
    // The program's own name is no part of a test's.
    let (_, name) = path.split_once("::").unwrap();
    let again = unshared(me.to_str().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let [told, errors] = [&again.stdout, &again.stderr].map(|text| String::from_utf8_lossy(text));
    let passed = again.status.success() && told.contains("1 passed");
    assert!(passed, "{told}{errors}");
    say(&errors);
}

fn unshared(program: &str) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", program]);
    command
}

fn skip(why: &str) {
    say(&format!("skipped: no network namespaces here: {why}"));
}

#[expect(clippy::print_stderr, reason = "what whoever runs the tests is told")]
fn say(words: &str) {
    eprintln!("{words}");
}

/// What each host's own end of its first cable is called.
pub const DEVICE: &str = "eth0";

/// Set where a test runs once more.
const INSIDE: &str = "CHAT_TESTS_IN_A_USER_NAMESPACE";
