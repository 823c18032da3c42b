//! A server as a test has it: it proposes, and waits for news.

use std::time::Duration;

use chat_cluster::Cluster;
use chat_cluster::Counted;
use chat_cluster::Engine;
use chat_cluster::Fault;
use chat_cluster::Lives;
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
    pub entries: usize,
    /// All news but entries and lists, in words.
    pub told: Vec<String>,
}

impl Server {
    pub async fn connect(settings: Settings, after: u64) -> Self {
        Self::of(Cluster::connect(settings, after).await.unwrap())
    }

    pub async fn resume(settings: Settings, lives: Lives) -> Self {
        Self::of(Cluster::resume(settings, lives).await.unwrap())
    }

    fn of((cluster, news, engine): (Cluster, Receiver<News>, Engine)) -> Self {
        Self {
            cluster,
            engine,
            news,
            log: Vec::new(),
            entries: 0,
            told: Vec::new(),
        }
    }

    /// With a life, where nodes that have just started need their time for a leader.
    pub async fn living_in_time(settings: Settings) -> Self {
        loop {
            match Cluster::connect(settings.clone(), 0).await {
                Ok(joined) => return Self::of(joined).begun().await,
                Err(Fault::NotReady(_)) => {}
                Err(why) => panic!("{why}"),
            }
        }
    }

    /// The same, with a life.
    pub async fn living(settings: Settings) -> Self {
        Self::connect(settings, 0).await.begun().await
    }

    async fn begun(mut self) -> Self {
        self.until("CaughtUp").await;
        assert!(self.cluster.hello("{\"people\":[]}".to_owned()));
        self.until("Begun").await;
        self
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
            News::Entry(counted) => {
                self.entries += 1;
                self.log.extend(words(counted));
            }
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

    /// Nothing comes any more.
    pub async fn until_end(&mut self) {
        let end = timeout(PATIENCE, self.news.recv()).await;
        assert!(matches!(end, Ok(None)), "{end:?}");
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

/// Words with numbers from 0.
pub fn numbered(prefix: &str, count: usize) -> Vec<String> {
    (0..count)
        .map(|number| format!("{prefix}{number}"))
        .collect()
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
