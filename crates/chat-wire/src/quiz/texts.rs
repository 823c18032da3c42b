//! What is asked, and the choices: the right one first, then the rules of other protocols,
//! and what beginners believe.

use crate::words::language::Language;

/// What is asked of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::quiz) struct Question {
    pub(in crate::quiz) asked: String,
    /// The right one first.
    pub(in crate::quiz) choices: [String; 4],
}

/// A question with its choices, in each language.
pub(in crate::quiz) struct Both([[String; 2]; 5]);

impl Both {
    pub(in crate::quiz) fn of(self, language: Language) -> Question {
        let [asked, right, one, two, three] = self.0.map(|[english, portuguese]| match language {
            Language::English => english,
            Language::Portuguese => portuguese,
        });
        Question {
            asked,
            choices: [right, one, two, three],
        }
    }
}

fn said(english: impl Into<String>, portuguese: impl Into<String>) -> [String; 2] {
    [english.into(), portuguese.into()]
}

pub(in crate::quiz) fn border(bytes: usize, lines: u64, kept: usize) -> Both {
    Both([
        said(
            format!(
                "A read of a stream brings {bytes} bytes. In them frames end: {lines}, and {kept} bytes are behind the last end. What does the program do with these?"
            ),
            format!(
                "Uma leitura de um fluxo traz {bytes} bytes. Neles acabam mensagens: {lines}, e há {kept} bytes depois do último fim. Que faz o programa com esses?"
            ),
        ),
        said(
            "It keeps them until the rest of the frame comes.",
            "Guarda-os até vir o resto da mensagem.",
        ),
        said(
            "It takes them as a frame of their own.",
            "Toma-os por uma mensagem inteira.",
        ),
        said(
            "It drops them: TCP sends a broken message again.",
            "Deita-os fora: o TCP reenvia uma mensagem partida.",
        ),
        said(
            "It cannot happen: one send is one receive.",
            "Não acontece: um envio é uma recepção.",
        ),
    ])
}

pub(in crate::quiz) fn duplicate(n: u32, copy: u16) -> Both {
    Both([
        said(
            format!(
                "Copy {copy} of frame {n} comes, and the frame had come before. What does the receiver do?"
            ),
            format!(
                "Chega a cópia {copy} da trama {n}, e a trama já tinha chegado. Que faz o receptor?"
            ),
        ),
        said(
            "It acknowledges it again and says nothing again.",
            "Confirma-a de novo e não repete nada.",
        ),
        said(
            "It is silent: it has answered once.",
            "Cala-se: já respondeu uma vez.",
        ),
        said(
            "It says the message a second time.",
            "Diz a mensagem segunda vez.",
        ),
        said(
            "It closes the link: the sender is wrong.",
            "Fecha a ligação: o emissor errou.",
        ),
    ])
}

pub(in crate::quiz) fn timeout(n: u32, copy: u16) -> Both {
    Both([
        said(
            format!("Frame {n} has had no answer, and its wait ends. What happens?"),
            format!("A trama {n} não teve resposta, e acaba a sua espera. Que acontece?"),
        ),
        said(
            format!("{n} alone leaves again, as copy {copy}."),
            format!("Só a {n} sai outra vez, como cópia {copy}."),
        ),
        said(
            format!("{n} and all that left after it leave again."),
            format!("A {n} e tudo o que saiu depois dela saem outra vez."),
        ),
        said(
            format!("The receiver asks for {n}."),
            format!("O receptor pede a {n}."),
        ),
        said(
            "Nothing: what is lost is lost.",
            "Nada: o que se perdeu, perdeu-se.",
        ),
    ])
}

pub(in crate::quiz) fn overtaken(n: u32, copy: u16) -> Both {
    Both([
        said(
            format!(
                "A frame that left after {n} is acknowledged, and {n} is not. What does the sender of {n} do?"
            ),
            format!(
                "É confirmada uma trama que saiu depois da {n}, e a {n} não. Que faz quem enviou a {n}?"
            ),
        ),
        said(
            format!("It sends {n} again as copy {copy}, before its timer expires."),
            format!("Envia outra vez a {n}, como cópia {copy}, antes de acabar o temporizador."),
        ),
        said(
            "It waits until the timer expires.",
            "Espera até acabar o temporizador.",
        ),
        said(
            "It sends all again from there on.",
            "Envia tudo outra vez a partir daí.",
        ),
        said("It gives the link up.", "Desiste da ligação."),
    ])
}

pub(in crate::quiz) fn kept(n: u32, missing: u32) -> Both {
    Both([
        said(
            format!(
                "Frame {n} comes, and {missing} is missing. What does the receiver do with {n}?"
            ),
            format!("Chega a trama {n}, e falta a {missing}. Que faz o receptor com a {n}?"),
        ),
        said(
            format!("It keeps {n} until {missing} has come, and then hands on both in order."),
            format!("Guarda a {n} até chegar a {missing}, e depois entrega as duas por ordem."),
        ),
        said(
            format!("It hands on {n} at once."),
            format!("Entrega logo a {n}."),
        ),
        said(
            format!("It drops {n}: it will be sent again."),
            format!("Deita fora a {n}: será enviada outra vez."),
        ),
        said(
            format!("It hands on {n} and never {missing}."),
            format!("Entrega a {n} e nunca a {missing}."),
        ),
    ])
}
