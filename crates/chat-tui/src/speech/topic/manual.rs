//! What the manual page says behind the options: statuses, the environment, files.

use crate::speech::sentence::topic;

topic! {
    /// The sections of the manual page that no option describes.
    Manual {
        well {
            en: "Everything was said and delivered, or you have left.",
            pt: "Tudo foi dito e entregue, ou o utilizador saiu.",
            br: "Tudo foi dito e entregue, ou você saiu.",
        }
        failed {
            en: "It could not be done: the last line on standard error says why, and what to do.",
            pt: "Não foi possível: a última linha da saída de erros diz porquê e o que fazer.",
            br: "Não foi possível: a última linha da saída de erros diz por quê e o que fazer.",
        }
        misunderstood {
            en: "The command line or the configuration file cannot be understood. Of replay --check: the recordings are of different conversations.",
            pt: "A linha de comandos ou o ficheiro de configuração não se entende. De replay --check: os registos são de conversas diferentes.",
            br: "A linha de comando ou o arquivo de configuração não se entende. De replay --check: as gravações são de conversas diferentes.",
        }
        password {
            en: "The server's password, where no --password-file is given. It is proved and never sent.",
            pt: "A palavra-passe do servidor, onde não se indica --password-file. Prova-se e nunca se envia.",
            br: "A senha do servidor, onde não se indica --password-file. Prova-se e nunca se envia.",
        }
        key {
            en: "The file with your key, where no --key-file is given; off for none.",
            pt: "O ficheiro com a sua chave, onde não se indica --key-file; off para nenhuma.",
            br: "O arquivo com a sua chave, onde não se indica --key-file; off para nenhuma.",
        }
        language {
            en: "The language, where no --lang is given: the first of them that is set.",
            pt: "A língua, onde não se indica --lang: a primeira que estiver definida.",
        }
        colours {
            en: "Whether there are colours, and how many: none where NO_COLOR is set, or where TERM is dumb, which also means lines instead of a screen.",
            pt: "Se há cores e quantas: nenhuma onde NO_COLOR está definida, ou onde TERM é dumb, que também significa linhas em vez de ecrã.",
            br: "Se há cores e quantas: nenhuma onde NO_COLOR está definida, ou onde TERM é dumb, que também significa linhas em vez de tela.",
        }
        editor {
            en: "The program in which a long message is written.",
            pt: "O programa em que se escreve uma mensagem longa.",
        }
        key_log {
            en: "A file to which the secrets of a connection with --tls are added, by which a capture of your own can be opened.",
            pt: "Um ficheiro ao qual se acrescentam os segredos de uma ligação com --tls, com os quais se abre uma captura sua.",
            br: "Um arquivo ao qual se acrescentam os segredos de uma conexão com --tls, com os quais se abre uma captura sua.",
        }
        configuration_file {
            en: "The configuration: see above.",
            pt: "A configuração: ver acima.",
        }
        key_file {
            en: "Your key, by which your name is yours: made at the first start, for you alone to read. /words shows it as six words.",
            pt: "A sua chave, que faz seu o seu nome: criada na primeira vez, só para os seus olhos. /words mostra-a em seis palavras.",
        }
        servers_file {
            en: "The certificates of the servers that you have met with --tls.",
            pt: "Os certificados dos servidores que encontrou com --tls.",
        }
    }
}
