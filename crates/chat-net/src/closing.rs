//! How Windows tells a program to end: Ctrl-C, Ctrl-Break, and the ends of window, session
//! and machine, for each of which it gives some seconds.

use std::io;

use tokio::signal::windows;

/// Hears all of them.
#[derive(Debug)]
pub struct Closing {
    interrupt: windows::CtrlC,
    ctrl_break: windows::CtrlBreak,
    close: windows::CtrlClose,
    logoff: windows::CtrlLogoff,
    shutdown: windows::CtrlShutdown,
}

/// What was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Ctrl-C: somebody's wish.
    Interrupt,
    /// It ends in any case.
    Stop,
}

impl Closing {
    /// From now on they no longer end the program by themselves.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: windows::ctrl_c()?,
            ctrl_break: windows::ctrl_break()?,
            close: windows::ctrl_close()?,
            logoff: windows::ctrl_logoff()?,
            shutdown: windows::ctrl_shutdown()?,
        })
    }

    /// The next one.
    pub async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.interrupt.recv() => Asked::Interrupt,
            _ = self.ctrl_break.recv() => Asked::Stop,
            _ = self.close.recv() => Asked::Stop,
            _ = self.logoff.recv() => Asked::Stop,
            _ = self.shutdown.recv() => Asked::Stop,
        }
    }
}
