//! Code that is shared.

use crate::speech::sentence::topic;

topic! {
    /// Code that is shared.
    Pasting {
        paste_usage {
            en: "/paste FILE",
            pt: "/paste FICHEIRO",
            br: "/paste ARQUIVO",
        }
        paste {
            en: "share a page of code with the room",
            pt: "partilhar uma página de código com a sala",
            br: "compartilhar uma página de código com a sala",
        }
        get_usage {
            en: "/get NUMBER",
            pt: "/get NÚMERO",
        }
        get {
            en: "show code that somebody has shared",
            pt: "mostrar código que alguém partilhou",
            br: "mostrar código que alguém compartilhou",
        }
        save_usage {
            en: "/save NUMBER [FILE]",
            pt: "/save NÚMERO [FICHEIRO]",
            br: "/save NÚMERO [ARQUIVO]",
        }
        save {
            en: "write it into a new file",
            pt: "escrevê-lo num ficheiro novo",
            br: "escrevê-lo em um arquivo novo",
        }
        to_a_room {
            en: "code is shared with a room: go to one",
            pt: "o código partilha-se com uma sala: vá para uma",
            br: "o código se compartilha com uma sala: vá para uma",
        }
        offline {
            en: "not shared: there is no connection",
            pt: "não partilhado: não há ligação",
            br: "não compartilhado: não há conexão",
        }
        of(Of { title, name }) {
            en: "{title}, of {name}:",
            pt: "{title}, de {name}:",
        }
        saved(path) {
            en: "written into {path}",
            pt: "escrito em {path}",
        }
        not_saved(NotSaved { path, why }) {
            en: "not written into {path}: {why}; name another file, as in /save NUMBER FILE",
            pt: "não escrito em {path}: {why}; indique outro ficheiro, como em /save NÚMERO FICHEIRO",
            br: "não escrito em {path}: {why}; indique outro arquivo, como em /save NÚMERO ARQUIVO",
        }
        not_read(NotRead { path, why }) {
            en: "{path} was not shared: {why}",
            pt: "{path} não foi partilhado: {why}",
            br: "{path} não foi compartilhado: {why}",
        }
        too_long(most) {
            en: "it has more than {most} bytes, or too many to escape: share it in parts",
            pt: "tem mais de {most} bytes, ou demasiados por escapar: partilhe-o em partes",
            br: "tem mais de {most} bytes, ou demais por escapar: compartilhe-o em partes",
        }
        empty {
            en: "there is nothing in it to read",
            pt: "não tem nada que se leia",
        }
        no_text {
            en: "it is not text in UTF-8",
            pt: "não é texto em UTF-8",
        }
        no_file {
            en: "it is no file",
            pt: "não é um ficheiro",
            br: "não é um arquivo",
        }
    }
}
