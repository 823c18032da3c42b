//! A server as a test has it: it proposes, and waits for news.

use std::time::Duration;

use chat_cluster::Cluster;
use chat_cluster::Counted;
use chat_cluster::Engine;
use chat_cluster::News;
use chat_cluster::Settings;
use chat_cluster::What;
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

pub struct Server {
    pub cluster: Cluster,
    pub engine: Engine,
    news: Receiver<News>,
    /// All entries that were heard, in words.
    pub log: Vec<String>,
    /// All news but entries and lists, in words.
    pub told: Vec<String>,
}

impl Server {
    pub async fn connect(settings: Settings, after: u64) -> Self {
        let (cluster, news, engine) = Cluster::connect(settings, after).await.unwrap();
        Self {
            cluster,
            engine,
            news,
            log: Vec::new(),
            told: Vec::new(),
        }
    }

    /// The same, with a life.
    pub async fn living(settings: Settings) -> Self {
        let mut server = Self::connect(settings, 0).await;
        server.until("CaughtUp").await;
        assert!(server.cluster.hello("{\"people\":[]}".to_owned()));
        server.until("Begun").await;
        server
    }

    pub fn say(&self, words: &[String]) {
        let deeds = words.iter().map(|word| format!("{{\"say\":\"{word}\"}}"));
        assert!(self.cluster.propose(deeds.collect()));
    }

    /// The next of the news.
    pub async fn next(&mut self) -> News {
        let Ok(next) = timeout(PATIENCE, self.news.recv()).await else {
            panic!("nothing comes; told {:?}, log {:?}", self.told, self.log);
        };
        let Some(news) = next else {
            panic!("the news end; told {:?}", self.told);
        };
        match &news {
            News::Entry(counted) => self.log.extend(words(counted)),
            News::Servers(_) => {}
            other => self.told.push(format!("{other:?}")),
        }
        news
    }

    /// News until one that begins so, and that one in words.
    pub async fn until(&mut self, begin: &str) -> String {
        loop {
            let told = format!("{:?}", self.next().await);
            if told.starts_with(begin) {
                return told;
            }
        }
    }

    /// News until the log has so many lines.
    pub async fn until_lines(&mut self, count: usize) {
        while self.log.len() < count {
            self.next().await;
        }
    }

    /// News until the log has this line.
    pub async fn until_line(&mut self, line: &str) {
        while self.log.last().is_none_or(|last| last != line) {
            self.next().await;
        }
    }
}

fn words(counted: &Counted) -> Vec<String> {
    let server = &counted.server;
    match &counted.what {
        What::Hello(_) => vec![format!("{server} hello")],
        What::Dead { server: dead, .. } => vec![format!("{server} dead {dead}")],
        What::Deeds(deeds) => deeds
            .iter()
            .map(|deed| {
                let deed: serde_json::Value = serde_json::from_str(deed.get()).unwrap();
                format!("{server} {}", deed["say"].as_str().unwrap())
            })
            .collect(),
    }
}

/// Elections of three nodes take up to nine seconds, and this machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(60);
