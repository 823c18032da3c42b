//! Each program on a machine of its own: network namespaces on two Ethernets. On one the
//! servers talk to the engine, on the other to people; either is cut off without the other.

use std::net::Ipv4Addr;
use std::path::Path;

use chat_tests::engine::Node;
use chat_tests::lab;
use chat_tests::lab::DEVICE;
use chat_tests::lab::Host;
use chat_tests::server::Server;

use crate::ground::Cable;
use crate::ground::Ground;
use crate::ground::server_name;
use crate::house::Lab;

/// The machines.
pub(crate) struct Machines {
    servers: [Host; 3],
    nodes: Vec<Host>,
    people: Host,
    _people_lan: lab::Lab,
}

impl Machines {
    /// So many for nodes; three for servers, and one where all people are.
    pub(crate) fn on(lan: &mut lab::Lab, nodes: usize) -> Self {
        let mut people_lan = lab::Lab::open().unwrap();
        let mut host = |nth: usize| {
            let host = lan.host(&[&format!("{ENGINE_NET}.{nth}/24")]);
            people_lan.reaches(&host, PEOPLE_DEVICE, &format!("{PEOPLE_NET}.{nth}/24"));
            host
        };
        let servers = [1, 2, 3].map(&mut host);
        // Whoever tests asks the engine too.
        let people = host(PEOPLE);
        let nodes = (0..nodes).map(|nth| lan.host(&[&format!("{}/24", node_address(nth))]));
        Self {
            servers,
            nodes: nodes.collect(),
            people,
            _people_lan: people_lan,
        }
    }

    /// Starts the nodes.
    pub(crate) fn start_nodes(&self) -> Option<Vec<Node>> {
        let numbers = 0..self.nodes.len();
        let places = numbers.map(|nth| (node_address(nth), ROUTES));
        let places: Vec<(Ipv4Addr, u16)> = places.collect();
        let begin = |(nth, host): (usize, &Host)| host.runs(|| Node::one_of(&places, nth));
        self.nodes.iter().enumerate().map(begin).collect()
    }

    /// Does this where the people are.
    #[track_caller]
    pub(crate) fn among_people(&self, work: impl FnOnce() + Send) {
        self.people.runs(work);
    }

    fn host_of(&self, node: &Node) -> &Host {
        let number = node.name().trim_start_matches('n').parse::<usize>();
        &self.nodes[number.unwrap() - 1]
    }
}

impl Ground for Machines {
    fn server(&self, lab: &Lab, nth: usize, copy: &Path) -> Server {
        let address = format!("{PEOPLE_NET}.{}", nth + 1);
        let start = lab.start_at(&address, &server_name(nth), copy);
        self.servers[nth].runs(|| start.ready())
    }

    fn restart(&self, node: &mut Node) {
        self.host_of(node).runs(|| node.restart());
    }

    fn has_machines(&self) -> bool {
        true
    }

    fn pull(&self, cable: Cable<'_>, is_out: bool) {
        match cable {
            Cable::Engine(nth) => self.servers[nth].pulls(DEVICE, is_out),
            Cable::People(nth) => self.servers[nth].pulls(PEOPLE_DEVICE, is_out),
            Cable::Node(node) => self.host_of(node).pulls(DEVICE, is_out),
        }
    }
}

fn node_address(nth: usize) -> Ipv4Addr {
    format!("{ENGINE_NET}.{}", nth + 11).parse().unwrap()
}

const ENGINE_NET: &str = "10.9.0";

const PEOPLE_NET: &str = "10.8.0";

const PEOPLE_DEVICE: &str = "eth1";

/// The number of the machine where people are.
const PEOPLE: usize = 99;

/// Where nodes talk to each other.
const ROUTES: u16 = 6222;
