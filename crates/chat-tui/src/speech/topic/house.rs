//! The rooms of a server, and who somebody is.

use crate::speech::sentence::topic;

topic! {
    /// The rooms of a server, and who somebody is.
    House {
        list {
            en: "the rooms there are, with how many people",
            pt: "as salas que há e quantas pessoas estão em cada uma",
        }
        whois_usage {
            en: "/whois NAME",
            pt: "/whois NOME",
        }
        whois {
            en: "how somebody is here: over what, from where, since when",
            pt: "como alguém está aqui: por que transporte, de onde, desde quando",
        }
        topic_usage {
            en: "/topic TEXT",
            pt: "/topic TEXTO",
        }
        topic {
            en: "say what the room is about; /topic shows it, /topic off ends it",
            pt: "dizer de que trata a sala; /topic mostra, /topic off retira",
        }
        topic_example {
            en: "/topic sockets, lesson 3",
            pt: "/topic sockets, aula 3",
        }
        room(Room { room, count }) {
            en: "#{room}  {count} {count:person|people}",
            pt: "#{room}  {count} {count:pessoa|pessoas}",
        }
        no_rooms {
            en: "nobody is in any room",
            pt: "não há ninguém em sala nenhuma",
        }
        more_rooms {
            en: "there are more rooms than these",
            pt: "há mais salas do que estas",
        }
        topic_is(topic) {
            en: "this room is about: {topic}",
            pt: "esta sala trata de: {topic}",
        }
        no_topic {
            en: "nobody has said what this room is about: /topic TEXT",
            pt: "ninguém disse de que trata esta sala: /topic TEXTO",
        }
        whois_is(WhoisIs { who, over }) {
            en: "{who} is here over {over}",
            pt: "{who} está aqui por {over}",
        }
        whois_on(server) {
            en: "on the server {server}",
            pt: "no servidor {server}",
        }
        whois_from(address) {
            en: "from {address}",
            pt: "a partir de {address}",
        }
        whois_plain {
            en: "with plain lines",
            pt: "em texto simples",
        }
        whois_in(rooms) {
            en: "in {rooms}",
            pt: "em {rooms}",
        }
        whois_since(moment) {
            en: "since {moment}",
            pt: "desde {moment}",
        }
        whois_rtt(ms) {
            en: "round trip {ms} ms",
            pt: "ida e volta {ms} ms",
        }
        whois_known {
            en: "the name is proved",
            pt: "nome comprovado",
        }
        whois_teacher {
            en: "a teacher",
            pt: "docente",
        }
        whois_away {
            en: "away",
            pt: "ausente",
        }
    }
}
