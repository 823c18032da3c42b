//! Where the programs of the checker run, and how what lies between them is broken.

use std::path::Path;

use chat_tests::engine::Node;
use chat_tests::server::Server;

use crate::cable::Cables;
use crate::house::Lab;

/// On what they run.
pub(crate) trait Ground: Sync {
    /// The n-th server, with this copy.
    fn server(&self, lab: &Lab, nth: usize, copy: &Path) -> Server;

    /// A node again, as it was.
    fn restart(&self, node: &mut Node);

    /// What can be pulled out and put in again, beside what is between servers and the engine.
    fn has_machines(&self) -> bool;

    /// Nothing passes any more, or again; nobody is told.
    fn pull(&self, cable: Cable<'_>, is_out: bool);
}

/// What is pulled out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cable<'a> {
    /// Between the n-th server and the engine.
    Engine(usize),
    /// Between the n-th server and all people.
    People(usize),
    /// Between a node, the other nodes and all servers.
    Node(&'a Node),
}

/// All on this machine, whose own interface cannot be cut: what is between servers and the
/// engine passes through us.
pub(crate) struct Loopback([Cables; 3]);

impl Loopback {
    /// With cables to these nodes.
    pub(crate) fn to(nodes: &[Node]) -> Self {
        Self([(); 3].map(|()| Cables::to(nodes)))
    }
}

impl Ground for Loopback {
    fn server(&self, lab: &Lab, nth: usize, copy: &Path) -> Server {
        let engine = self.0[nth].url();
        lab.start_over(&engine, &server_name(nth), copy).ready()
    }

    fn restart(&self, node: &mut Node) {
        node.restart();
    }

    fn has_machines(&self) -> bool {
        false
    }

    fn pull(&self, cable: Cable<'_>, is_out: bool) {
        match cable {
            Cable::Engine(nth) => self.0[nth].pull(is_out),
            Cable::People(nth) => unreachable!("{} has no such cable", server_name(nth)),
            Cable::Node(node) => unreachable!("{} has no such cable", node.name()),
        }
    }
}

/// What the n-th server is called.
pub(crate) fn server_name(nth: usize) -> String {
    format!("lab{}", nth + 1)
}
