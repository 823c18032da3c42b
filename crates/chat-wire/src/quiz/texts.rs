//! What is asked, and the choices: the right one first, then the rules of other protocols,
//! and what beginners believe.

use crate::explain::sentence::Sentence;
use crate::words::language::Language;

/// What is asked of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::quiz) struct Question {
    pub(in crate::quiz) asked: String,
    /// The right one first.
    pub(in crate::quiz) choices: [String; 4],
}

/// A question with its choices, in each language.
pub(in crate::quiz) struct Both([Sentence; 5]);

impl Both {
    pub(in crate::quiz) fn of(self, language: Language) -> Question {
        let [asked, right, one, two, three] = self.0.map(|said| said.of(language));
        Question {
            asked,
            choices: [right, one, two, three],
        }
    }
}

pub(in crate::quiz) fn border(bytes: usize, lines: u64, kept: usize) -> Both {
    Both([
        Sentence::new(
            format!(
                "A read of a stream brings {bytes} bytes. In them frames end: {lines}, and {kept} bytes are behind the last end. What does the program do with these?"
            ),
            format!(
                "Uma leitura de um fluxo traz {bytes} bytes. Neles acabam mensagens: {lines}, e há {kept} bytes depois do último fim. Que faz o programa com esses?"
            ),
        ).in_brazil(format!("Uma leitura de um fluxo traz {bytes} bytes. Neles acabam mensagens: {lines}, e há {kept} bytes depois do último fim. O que o programa faz com esses?")),
        Sentence::new(
            "It keeps them until the rest of the frame comes.",
            "Guarda-os até vir o resto da mensagem.",
        ).in_brazil("Ele os guarda até vir o resto da mensagem."),
        Sentence::new(
            "It takes them as a frame of their own.",
            "Toma-os por uma mensagem inteira.",
        ).in_brazil("Ele os toma por uma mensagem inteira."),
        Sentence::new(
            "It drops them: TCP sends a broken message again.",
            "Deita-os fora: o TCP reenvia uma mensagem partida.",
        ).in_brazil("Ele os descarta: o TCP reenvia uma mensagem partida."),
        Sentence::new(
            "It cannot happen: one send is one receive.",
            "Não acontece: um envio é uma receção.",
        ).in_brazil("Não acontece: um envio é uma recepção."),
    ])
}

pub(in crate::quiz) fn duplicate(n: u32, copy: u16) -> Both {
    Both([
        Sentence::new(
            format!(
                "Copy {copy} of frame {n} comes, and the frame had come before. What does the receiver do?"
            ),
            format!(
                "Chega a cópia {copy} da trama {n}, e a trama já tinha chegado. Que faz o recetor?"
            ),
        ).in_brazil(format!("Chega a cópia {copy} do quadro {n}, e o quadro já tinha chegado. O que o receptor faz?")),
        Sentence::new(
            "It acknowledges it again and says nothing again.",
            "Confirma-a de novo e não repete nada.",
        ).in_brazil("Confirma de novo e não repete nada."),
        Sentence::new(
            "It is silent: it has answered once.",
            "Cala-se: já respondeu uma vez.",
        ).in_brazil("Fica calado: já respondeu uma vez."),
        Sentence::new(
            "It says the message a second time.",
            "Diz a mensagem segunda vez.",
        ).in_brazil("Diz a mensagem uma segunda vez."),
        Sentence::new(
            "It closes the link: the sender is wrong.",
            "Fecha a ligação: o emissor errou.",
        ).in_brazil("Fecha a conexão: o emissor errou."),
    ])
}

pub(in crate::quiz) fn timeout(n: u32, copy: u16) -> Both {
    Both([
        Sentence::new(
            format!("Frame {n} has had no answer, and its wait ends. What happens?"),
            format!("A trama {n} não teve resposta, e acaba a sua espera. Que acontece?"),
        )
        .in_brazil(format!(
            "O quadro {n} não teve resposta, e acaba a sua espera. O que acontece?"
        )),
        Sentence::new(
            format!("{n} alone leaves again, as copy {copy}."),
            format!("Só a {n} sai outra vez, como cópia {copy}."),
        )
        .in_brazil(format!("Só o {n} sai outra vez, como cópia {copy}.")),
        Sentence::new(
            format!("{n} and all that left after it leave again."),
            format!("A {n} e tudo o que saiu depois dela saem outra vez."),
        )
        .in_brazil(format!(
            "O {n} e tudo o que saiu depois dele saem outra vez."
        )),
        Sentence::new(
            format!("The receiver asks for {n}."),
            format!("O recetor pede a {n}."),
        )
        .in_brazil(format!("O receptor pede o {n}.")),
        Sentence::new(
            "Nothing: what is lost is lost.",
            "Nada: o que se perdeu, perdeu-se.",
        ),
    ])
}

pub(in crate::quiz) fn overtaken(n: u32, copy: u16) -> Both {
    Both([
        Sentence::new(
            format!(
                "A frame that left after {n} is acknowledged, and {n} is not. What does the sender of {n} do?"
            ),
            format!(
                "É confirmada uma trama que saiu depois da {n}, e a {n} não. Que faz quem enviou a {n}?"
            ),
        ).in_brazil(format!("É confirmado um quadro que saiu depois do {n}, e o {n} não. O que faz quem enviou o {n}?")),
        Sentence::new(
            format!("It sends {n} again as copy {copy}, before its timer expires."),
            format!("Envia outra vez a {n}, como cópia {copy}, antes de acabar o temporizador."),
        ).in_brazil(format!("Envia outra vez o {n}, como cópia {copy}, antes de acabar o temporizador.")),
        Sentence::new(
            "It waits until the timer expires.",
            "Espera até acabar o temporizador.",
        ),
        Sentence::new(
            "It sends all again from there on.",
            "Envia tudo outra vez a partir daí.",
        ),
        Sentence::new("It gives the link up.", "Desiste da ligação.").in_brazil("Desiste da conexão."),
    ])
}

pub(in crate::quiz) fn kept(n: u32, missing: u32) -> Both {
    Both([
        Sentence::new(
            format!(
                "Frame {n} comes, and {missing} is missing. What does the receiver do with {n}?"
            ),
            format!("Chega a trama {n}, e falta a {missing}. Que faz o recetor com a {n}?"),
        )
        .in_brazil(format!(
            "Chega o quadro {n}, e falta o {missing}. O que o receptor faz com o {n}?"
        )),
        Sentence::new(
            format!("It keeps {n} until {missing} has come, and then hands on both in order."),
            format!("Guarda a {n} até chegar a {missing}, e depois entrega as duas por ordem."),
        )
        .in_brazil(format!(
            "Guarda o {n} até chegar o {missing}, e depois entrega os dois em ordem."
        )),
        Sentence::new(
            format!("It hands on {n} at once."),
            format!("Entrega logo a {n}."),
        )
        .in_brazil(format!("Entrega logo o {n}.")),
        Sentence::new(
            format!("It drops {n}: it will be sent again."),
            format!("Deita fora a {n}: será enviada outra vez."),
        )
        .in_brazil(format!("Descarta o {n}: será enviado outra vez.")),
        Sentence::new(
            format!("It hands on {n} and never {missing}."),
            format!("Entrega a {n} e nunca a {missing}."),
        )
        .in_brazil(format!("Entrega o {n} e nunca o {missing}.")),
    ])
}
