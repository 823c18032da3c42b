//! The server in the multicast DNS of its networks, for whoever looks with other
//! programs: `avahi-browse -rt _chat-server._tcp`, `dns-sd -B _chat-server._tcp`.
//!
//! Nobody needs it to come in: where it cannot be, that is a line of the log.

use std::fmt;

use chat_proto::discovery::Here;
use mdns_sd::ServiceDaemon;
use mdns_sd::ServiceInfo;
use tracing::warn;

/// As long as this lives, the server is announced.
pub struct Announcement(ServiceDaemon);

impl Announcement {
    /// From now on. None where there is nothing to announce, or it fails.
    pub fn begin(here: &Here) -> Option<Self> {
        let port = here.tcp?;
        match announce(here, port) {
            Ok(daemon) => Some(Self(daemon)),
            Err(error) => {
                warn!(%error, "not announced by mDNS");
                None
            }
        }
    }
}

impl fmt::Debug for Announcement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Announcement")
    }
}

impl Drop for Announcement {
    /// Says goodbye, on the thread that has announced it.
    fn drop(&mut self) {
        let _ = self.0.shutdown();
    }
}

fn announce(here: &Here, port: u16) -> Result<ServiceDaemon, mdns_sd::Error> {
    let asks = if here.asks_password { "1" } else { "0" };
    let title = here.title.as_str();
    let told = [("v", "1"), ("title", title), ("pw", asks)];
    let name = if here.title.is_blank() {
        "chat-server"
    } else {
        title
    };
    // A host name of its own: the machine's may be announced by its system.
    let host = format!("chat-{}.local.", here.run.map_or(0, |run| run.0));
    let info = ServiceInfo::new(SERVICE, name, &host, "", port, &told[..])?;
    let daemon = ServiceDaemon::new()?;
    daemon.set_ip_check_interval(LOOK_EACH)?;
    daemon.register(info.enable_addr_auto())?;
    Ok(daemon)
}

const SERVICE: &str = "_chat-server._tcp.local.";

/// Seconds between two looks at the machine's addresses: an idle server sleeps.
const LOOK_EACH: u32 = 60;
