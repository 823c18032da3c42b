//! A class that is led: what is ordered, what is asked, what holds.

use crate::speech::sentence::topic;

topic! {
    /// A class that is led.
    Class {
        vote_usage {
            en: "/vote NUMBER",
            pt: "/vote NÚMERO",
        }
        claim_usage {
            en: "/claim WORDS",
            pt: "/claim PALAVRAS",
        }
        announce_usage {
            en: "/announce TEXT",
            pt: "/announce TEXTO",
        }
        mute_usage {
            en: "/mute NAME [5m]",
            pt: "/mute NOME [5m]",
        }
        unmute_usage {
            en: "/unmute NAME",
            pt: "/unmute NOME",
        }
        kick_usage {
            en: "/kick NAME [WHY]",
            pt: "/kick NOME [PORQUÊ]",
            br: "/kick NOME [MOTIVO]",
        }
        ban_usage {
            en: "/ban NAME [1h]",
            pt: "/ban NOME [1h]",
        }
        unban_usage {
            en: "/unban NAME",
            pt: "/unban NOME",
        }
        release_usage {
            en: "/release NAME",
            pt: "/release NOME",
        }
        teacher_usage {
            en: "/teacher NAME",
            pt: "/teacher NOME",
        }
        redact_usage {
            en: "/redact [NUMBER]",
            pt: "/redact [NÚMERO]",
        }
        poll_usage {
            en: "/poll Q | A | B",
            pt: "/poll P | A | B",
        }
        milliseconds(count) {
            en: "{count} ms",
            pt: "{count} ms",
        }
        claim {
            en: "makes you the teacher, with the words that the server shows",
            pt: "faz de si o professor, com as palavras que o servidor mostra",
            br: "faz de você o professor, com as palavras que o servidor mostra",
        }
        announce {
            en: "stands above what everybody reads; without a text it ends",
            pt: "fica acima do que todos leem; sem texto, acaba",
        }
        quiet {
            en: "only the teacher speaks here",
            pt: "aqui só o professor fala",
        }
        mute {
            en: "nobody hears this one, but the teacher; 90s, 5m, 1h",
            pt: "ninguém ouve esta pessoa, salvo o professor; 90s, 5m, 1h",
        }
        unmute {
            en: "everybody hears this one again",
            pt: "todos voltam a ouvir esta pessoa",
        }
        kick {
            en: "sends somebody out",
            pt: "manda alguém sair",
        }
        ban {
            en: "sends somebody out for good, or for a time; `address` means everybody there",
            pt: "manda alguém sair de vez, ou por um tempo; `address` é toda a gente desse endereço",
            br: "manda alguém sair de vez, ou por um tempo; `address` é todo mundo desse endereço",
        }
        unban {
            en: "lets somebody come back",
            pt: "deixa alguém voltar",
        }
        redact {
            en: "takes a message back: your own last, or the one with this number",
            pt: "retira uma mensagem: a sua última, ou a que tem este número",
        }
        lock {
            en: "nobody new comes in here",
            pt: "ninguém novo entra aqui",
        }
        hand {
            en: "raises your hand; /hand down takes it down",
            pt: "põe a mão no ar; /hand down baixa-a",
        }
        next {
            en: "calls the first whose hand is up",
            pt: "dá a palavra à primeira mão no ar",
        }
        poll {
            en: "asks everybody here; /poll end tells the counts",
            pt: "pergunta a todos aqui; /poll end diz as contagens",
        }
        vote {
            en: "answers the teacher's question",
            pt: "responde à pergunta do professor",
        }
        release {
            en: "a name belongs to nobody any more",
            pt: "um nome deixa de ser de alguém",
        }
        teacher {
            en: "somebody leads too; with `off` no longer",
            pt: "mais alguém conduz; com `off`, deixa de o fazer",
        }
        list {
            en: "who is where, how far, who is banned (for the teacher)",
            pt: "quem está onde, a que distância, quem foi banido (para o professor)",
        }
        banned(who) {
            en: "banned: {who}",
            pt: "banido: {who}",
        }
        banned_until(Banned { who, until }) {
            en: "banned: {who}, until {until}",
            pt: "banido: {who}, até {until}",
        }
        offline {
            en: "not connected: nothing was ordered",
            pt: "sem ligação: nada foi pedido",
            br: "sem conexão: nada foi pedido",
        }
        taken_back {
            en: "(taken back)",
            pt: "(retirada)",
        }
        silence {
            en: "silence: only the teacher speaks",
            pt: "silêncio: só o professor fala",
        }
        locked {
            en: "the door is locked",
            pt: "a porta está fechada",
        }
        muted {
            en: "you are muted: only the teacher hears you",
            pt: "está calado: só o professor o ouve",
        }
        hands(names) {
            en: "hands: {names}",
            pt: "mãos no ar: {names}",
        }
        votes(count) {
            en: "{count} {count:vote|votes}",
            pt: "{count} {count:voto|votos}",
        }
        how_to_vote {
            en: "answer with /vote NUMBER",
            pt: "responda com /vote NÚMERO",
        }
        row(Row { name, transport, rooms, took }) {
            en: "{name}  {transport}  {rooms}  {took}",
            pt: "{name}  {transport}  {rooms}  {took}",
        }
        row_muted {
            en: "muted",
            pt: "calado",
        }
        row_hand {
            en: "hand up",
            pt: "mão no ar",
        }
        server {
            en: "the teacher",
            pt: "o professor",
        }
        told_announce(Announce { by, text }) {
            en: "{by} announces: {text}",
            pt: "{by} anuncia: {text}",
        }
        announced(text) {
            en: "announced: {text}",
            pt: "anúncio: {text}",
        }
        told_announce_off(by) {
            en: "the announcement is over ({by})",
            pt: "o anúncio acabou ({by})",
        }
        told_claim(who) {
            en: "{who} is the teacher",
            pt: "{who} é o professor",
        }
        told_hand(who) {
            en: "{who} raises a hand",
            pt: "{who} põe a mão no ar",
        }
        told_hand_down(who) {
            en: "{who} takes the hand down",
            pt: "{who} baixa a mão",
        }
        told_knock(who) {
            en: "{who} knocks: the door is locked",
            pt: "{who} bate à porta, que está fechada",
        }
        told_lock(by) {
            en: "the door is locked ({by})",
            pt: "a porta está fechada ({by})",
        }
        told_unlock(by) {
            en: "the door is open again ({by})",
            pt: "a porta está aberta outra vez ({by})",
        }
        told_mute(Mute { who, by }) {
            en: "{who} is muted ({by})",
            pt: "{who} está calado ({by})",
        }
        told_mute_for(MuteFor { who, time, by }) {
            en: "{who} is muted for {time} ({by})",
            pt: "{who} está calado durante {time} ({by})",
        }
        told_unmute(Unmute { who, by }) {
            en: "{who} may speak again ({by})",
            pt: "{who} pode falar outra vez ({by})",
        }
        told_kick(Kick { who, by, why }) {
            en: "{who} was sent out by {by}{why}",
            pt: "{who} foi mandado sair por {by}{why}",
        }
        told_ban(Ban { who, by, why }) {
            en: "{who} was banned by {by}{why}",
            pt: "{who} foi banido por {by}{why}",
        }
        told_ban_for(BanFor { who, time, by, why }) {
            en: "{who} was banned by {by} for {time}{why}",
            pt: "{who} foi banido por {by} durante {time}{why}",
        }
        told_unban(Unban { who, by }) {
            en: "{who} may come back ({by})",
            pt: "{who} pode voltar ({by})",
        }
        told_next(Next { who, by }) {
            en: "{who}, it is your turn ({by})",
            pt: "{who}, é a sua vez ({by})",
        }
        told_quiet(by) {
            en: "{by} asks for silence: only the teacher speaks",
            pt: "{by} pede silêncio: só o professor fala",
        }
        told_quiet_off(by) {
            en: "everybody may speak again ({by})",
            pt: "todos podem falar outra vez ({by})",
        }
        told_redact(Redact { by, seq }) {
            en: "{by} took back message {seq}",
            pt: "{by} retirou a mensagem {seq}",
        }
        told_release(Release { who, by }) {
            en: "the name {who} is free ({by})",
            pt: "o nome {who} está livre ({by})",
        }
        told_topic(Topic { by, topic }) {
            en: "{by} set the topic: {topic}",
            pt: "{by}: esta sala trata de {topic}",
        }
        told_no_topic(by) {
            en: "{by} took the topic away",
            pt: "{by}: a sala deixa de ter tema",
        }
        told_teacher(Teacher { who, by }) {
            en: "{who} is a teacher too ({by})",
            pt: "{who} também é professor ({by})",
        }
        told_no_teacher(NoTeacher { who, by }) {
            en: "{who} is no longer a teacher ({by})",
            pt: "{who} deixou de ser professor ({by})",
        }
        told_poll(Poll { by, text }) {
            en: "{by} asks: {text}",
            pt: "{by} pergunta: {text}",
        }
        told_poll_end(text) {
            en: "the poll is over: {text}",
            pt: "a votação acabou: {text}",
        }
    }
}
