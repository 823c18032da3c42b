//! What concerns a conversation as a whole.

use crate::explain::sentence::Sentence;
use crate::explain::tls;
use crate::record::event::Happening;
use crate::words::language::Language;

/// What it means.
pub(in crate::explain) fn sentence(happening: &Happening, numbers: Language) -> Sentence {
    match happening {
        Happening::Opened => Sentence::new(
            "There is a connection: the two systems have exchanged SYN, SYN-ACK and ACK, before any program said a word.",
            "Há ligação: os dois sistemas trocaram SYN, SYN-ACK e ACK, antes de qualquer programa dizer uma palavra.",
        ).in_brazil("Há conexão: os dois sistemas trocaram SYN, SYN-ACK e ACK, antes de qualquer programa dizer uma palavra."),
        Happening::Closed(why) => closed(why),
        Happening::Broken => Sentence::new(
            "The simulated network broke the connection. What was on its way may have come, or not.",
            "A rede simulada cortou a ligação. O que ia a caminho pode ter chegado, ou não.",
        ).in_brazil("A rede simulada cortou a conexão. O que estava a caminho pode ter chegado, ou não."),
        Happening::Ended { why, .. } => ended(why),
        Happening::Secret(open) => tls::agreed(open),
        Happening::NoTls(_) => tls::no_tls(),
        Happening::Blocked => Sentence::new(
            "The system takes no more: its send buffer is full, since the other side reads more slowly than this one writes. The program goes on meanwhile.",
            "O sistema não aceita mais: o buffer de envio está cheio, pois o outro lado lê mais devagar do que este escreve. Entretanto o programa continua.",
        ).in_brazil("O sistema não aceita mais: o buffer de envio está cheio, pois o outro lado lê mais devagar do que este escreve. Enquanto isso o programa continua."),
        Happening::Unblocked(after) => unblocked(after.map(|after| numbers.time(after))),
        Happening::Impairments { words, .. } if words.is_empty() => Sentence::new(
            "The simulated network is clear from here on: only the real one is left.",
            "A partir daqui a rede simulada está boa: só resta a verdadeira.",
        ),
        Happening::Impairments { .. } => Sentence::new(
            "From here on the simulated network does this to what passes. With the same seed it draws the same again.",
            "A partir daqui a rede simulada faz isto ao que passa. Com a mesma semente, volta a tirar o mesmo.",
        ),
        Happening::Unanswered => Sentence::new(
            "No hello was answered. That does not say that there is no server: any datagram may be lost.",
            "Nenhum hello teve resposta. Isso não diz que não há servidor: qualquer datagrama se pode perder.",
        ).in_brazil("Nenhum hello teve resposta. Isso não diz que não há servidor: qualquer datagrama pode se perder."),
        Happening::NoLink => Sentence::new(
            "The server does not support reliable UDP: from here on each frame is one datagram, and lost messages are not resent.",
            "O servidor não suporta UDP fiável: a partir daqui cada trama é um datagrama, e as mensagens perdidas não são reenviadas.",
        ).in_brazil("O servidor não oferece UDP confiável: a partir daqui cada quadro é um datagrama, e as mensagens perdidas não são reenviadas."),
        Happening::Retry(after) => retry(after.map(|after| numbers.time(after))),
        Happening::Resent { next, .. } => resent(next.map(|next| numbers.time(next))),
        Happening::NoRoom { doubled, .. } => no_room(*doubled),
        Happening::BackoffReset { .. } => heard_again(),
        Happening::WindowFull { in_flight, waiting } => window_full(*in_flight, *waiting),
        Happening::TooSlow => Sentence::new(
            "This one does not read what is said to it. Its queue is full, so it is closed; nobody else waited for it.",
            "Este não lê o que lhe dizem. A sua fila encheu-se, e é fechado; mais ninguém esperou por ele.",
        ).in_brazil("Este não lê o que lhe dizem. A sua fila se encheu, e ele é fechado; ninguém mais esperou por ele."),
        Happening::Missed(count) => Sentence::new(
            format!(
                "Here {count} events are not in the recording: what happened in between cannot be known."
            ),
            format!(
                "Aqui faltam {count} eventos na gravação: o que se passou entretanto não se pode saber."
            ),
        ).in_brazil(format!("Aqui faltam {count} eventos na gravação: o que se passou enquanto isso não se pode saber.")),
        Happening::Full => Sentence::new(
            "The recording ends here: its file was full. The conversation went on.",
            "A gravação acaba aqui: o ficheiro encheu-se. A conversa continuou.",
        ).in_brazil("A gravação acaba aqui: o arquivo se encheu. A conversa continuou."),
    }
}

fn heard_again() -> Sentence {
    Sentence::new(
        "Something was heard, so the path is there: the backoff is over, and what waits for an answer is sent again sooner than was planned in the silence.",
        "Ouviu-se alguma coisa, logo há caminho: acabou o recuo, e o que espera resposta volta a sair mais cedo do que se previa no silêncio.",
    )
}

fn window_full(in_flight: u64, waiting: u64) -> Sentence {
    Sentence::new(
        format!(
            "The window is full: {in_flight} frames are on their way and none of them is confirmed yet. {waiting} more wait in the send buffer, each until a confirmation makes room."
        ),
        format!(
            "A janela está cheia: vão a caminho {in_flight} tramas, ainda sem confirmação. Outras {waiting} esperam no buffer de envio, cada uma até uma confirmação abrir lugar."
        ),
    ).in_brazil(format!("A janela está cheia: há {in_flight} quadros a caminho, ainda sem confirmação. Outros {waiting} esperam no buffer de envio, cada um até uma confirmação abrir lugar."))
}

fn no_room(doubled: u32) -> Sentence {
    Sentence::new(
        format!(
            "The program there does not read, so its system takes nothing more, and ours asks again and again whether there is room. The wait has been doubled {doubled} times. Nothing was lost: this is no retransmission."
        ),
        format!(
            "O programa de lá não lê, e o sistema dele não aceita mais; o nosso pergunta uma e outra vez se já há espaço. A espera já dobrou {doubled} vezes. Nada se perdeu: isto não é uma retransmissão."
        ),
    ).in_brazil(format!("O programa de lá não lê, e o sistema dele não aceita mais; o nosso pergunta de novo e de novo se já há espaço. A espera já dobrou {doubled} vezes. Nada se perdeu: isto não é uma retransmissão."))
}

fn resent(next: Option<String>) -> Sentence {
    let sent = Sentence::new(
        "The system sent something again by itself: no confirmation had come in time. TCP hides that; the program only sees that it takes longer.",
        "O sistema reenviou por si: a confirmação não veio a tempo. O TCP esconde-o; o programa só vê que demora mais.",
    ).in_brazil("O sistema reenviou sozinho: a confirmação não veio a tempo. O TCP esconde isso; o programa só vê que demora mais.");
    match next {
        Some(next) => sent.and(&Sentence::new(
            format!("If nothing comes, again in {next}."),
            format!("Se nada vier, outra vez daqui a {next}."),
        )),
        None => sent,
    }
}

fn closed(why: &str) -> Sentence {
    match why {
        "end" => Sentence::new(
            "The other side has said all, and closed its half: a read brings nothing any more.",
            "O outro lado disse tudo e fechou a sua metade: ler já não traz nada.",
        ),
        "ours" => Sentence::new(
            "This side has said all and closes. What it wrote before is still delivered.",
            "Este lado disse tudo e fecha. O que escreveu antes ainda é entregue.",
        ),
        "refused" => Sentence::new(
            "Nobody listens on that port: the system there answered so at once.",
            "Ninguém escuta nesse porto: o sistema de lá respondeu-o logo.",
        ).in_brazil("Ninguém escuta nessa porta: o sistema de lá respondeu isso logo."),
        "timeout" => Sentence::new(
            "The system gave up: what it sent was confirmed by nobody, however often it was repeated.",
            "O sistema desistiu: o que enviou ninguém confirmou, por mais que repetisse.",
        ),
        _ => Sentence::new(
            "The connection was broken off. What was not read by then is gone, and what was written may have come, or not.",
            "A ligação foi cortada. O que não se leu até então foi-se, e o que se escreveu pode ter chegado, ou não.",
        ).in_brazil("A conexão foi cortada. O que não se leu até então se perdeu, e o que se escreveu pode ter chegado, ou não."),
    }
}

fn ended(why: &str) -> Sentence {
    match why {
        "silence" => Sentence::new(
            "Nothing was heard for as long as patience lasts, so the link is given up. What is unconfirmed may have come.",
            "Não se ouviu nada durante toda a paciência, e desiste-se da ligação. O que não foi confirmado pode ter chegado.",
        ).in_brazil("Não se ouviu nada durante toda a paciência, e desiste-se da conexão. O que não foi confirmado pode ter chegado."),
        "tries" => Sentence::new(
            "One frame left as often as may be and was never confirmed, so the link is given up. It may have come all the same.",
            "Uma trama saiu todas as vezes que pode e nunca foi confirmada, e desiste-se da ligação. Pode ter chegado na mesma.",
        ).in_brazil("Um quadro saiu todas as vezes que pode e nunca foi confirmado, e desiste-se da conexão. Pode ter chegado mesmo assim."),
        _ => Sentence::new(
            "The other side does not know this link any more: it is over, and a new one may begin.",
            "O outro lado já não conhece esta ligação: acabou, e pode começar outra.",
        ).in_brazil("O outro lado não conhece mais esta conexão: acabou, e pode começar outra."),
    }
}

fn unblocked(after: Option<String>) -> Sentence {
    match after {
        Some(after) => Sentence::new(
            format!("The system has room again, after {after}: the other side has read something."),
            format!("O sistema voltou a ter espaço, após {after}: o outro lado leu alguma coisa."),
        ),
        None => Sentence::new(
            "The system has room again: the other side has read something.",
            "O sistema voltou a ter espaço: o outro lado leu alguma coisa.",
        ),
    }
}

fn retry(after: Option<String>) -> Sentence {
    match after {
        Some(after) => Sentence::new(
            format!(
                "There is no connection. The next attempt follows in {after}; each waits longer, so that a server that comes back is not run over."
            ),
            format!(
                "Não há ligação. A tentativa seguinte é daqui a {after}; cada uma espera mais, para não atropelar um servidor que volta."
            ),
        ).in_brazil(format!("Não há conexão. A tentativa seguinte é daqui a {after}; cada uma espera mais, para não atropelar um servidor que volta.")),
        None => Sentence::new(
            "There is no connection, and another attempt follows.",
            "Não há ligação, e segue-se outra tentativa.",
        ).in_brazil("Não há conexão, e segue-se outra tentativa."),
    }
}
