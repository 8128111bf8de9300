import { reasonText, type Reason } from '#contract/reasons';
import type { ShellLanguage } from '../shell-language.ts';

/** A command that was called wrongly: exit 2, with the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reasonText(reason, 'en'));
    this.reason = reason;
  }
}

const english = `Usage: sarvi <command> [options]

  convert <model-folder | file.gguf> --type QUANT --out FILE.gguf [--imatrix FILE]
          [--jobs N]  convert and quantize a model folder in one pass, or give a GGUF file
                      in F32, F16 or BF16 another type; continues where it was cut off
  convert-adapter <peft-folder> --out FILE.gguf [--base MODEL-FOLDER|FILE.gguf]
                      convert a LoRA adapter for its model
  inspect <model-folder | file.gguf>
                      say what a model is, and what would stop its import
  import <model-folder | file.gguf> [--type QUANT[,QUANT]...] [--name NAME]
         [--in-place] [--imatrix FILE] [--jobs N] [--parent ID]
  import <peft-folder> [--parent ID] [--name NAME]
                      add a model to the library, or one of each type in turn; --in-place
                      uses a GGUF file where it is instead of copying it; a LoRA adapter is
                      converted for its parent model
  models              list the library
  models --move-to FOLDER | --move-back
                      keep the models in a folder of another drive, or in Sarvi’s own again,
                      and move those that there are
  verify <model-id | file.gguf>
                      read a model and check it against its checksum
  chat [--model ID|FILE.gguf] [--adapter FILE.gguf[:SCALE]] [--system S]
       [--prompt P] [--greedy | --temperature T] [--top-p P] [--top-k K] [--min-p P]
       [--repeat-penalty R] [--presence-penalty P] [--frequency-penalty F]
       [--penalty-window TOKENS] [--seed N] [--max-tokens N] [--stop TEXT]...
       [--grammar FILE.gbnf | --json-schema FILE.json] [--logprobs N]
       [--no-save] [--accept-licence]
                      one answer with --prompt, else a conversation, which begins with
                      the system prompt and the preset of the settings; --no-save keeps
                      nothing of it; --logprobs gives the probability of each token and
                      N likeliest alternatives; the terms of Llama's licences are asked
                      for once, or accepted with --accept-licence
  template --model ID|FILE.gguf --messages FILE.json [--no-generation-prompt]
                      the rendered prompt and its token ids
  score --model ID|FILE.gguf [--against ID|FILE.gguf] [--system S] --prompt P --answer T
        [--accept-licence]
                      the log-probability and the rank of each token of an answer behind
                      a prompt; with --against also another model's, and the KL divergence
                      of the other from the first; NAME@HOST is a model of a remote engine,
                      also for perplexity, and the text goes there
  perplexity --model ID|FILE.gguf [--against ID|FILE.gguf] --text FILE|fi|en
             [--context N] [--chunks N] [--save-base FILE] [--accept-licence]
  perplexity --model ID|FILE.gguf --base FILE
                      how well a model predicts a text, and how far it is from another one,
                      as llama-perplexity tells it; fi and en are Sarvi's own texts; base
                      files are those of llama-perplexity
  compare --models ID,ID[,ID,ID] --out FILE [--prompts FILE.txt|.csv|.jsonl]
          [--format json|csv|arena|llm-comparator] [--title T] [--system S]
          [--greedy | --temperature T] [--max-tokens N] [--seed N] ... [--accept-licence]
  compare --resume COMPARISON --out FILE
                      have two to four models answer a list of prompts, Sarvi's own unless
                      told, and write their answers; the comparison is kept to be voted on
                      in the app, and goes on where it was cut off with --resume
  votes [COMPARISON] [--export FILE] [--format csv|json|arena|llm-comparator]
                      what blind votes say: win rates, tests, strengths; --export writes
                      those of one comparison, or of the newest with votes
  dataset list
  dataset create --name NAME --kind preference|kto|sft [--model ID] [--test-share 0.1]
  dataset freeze --name NAME
  dataset export --name NAME --out FOLDER [--format trl|parquet|llama-factory] [--version N]
          [--size 8b|70b] [--set NAME=VALUE ...]
                      data for training from votes, thumbs, edited answers and
                      conversations, with recipes for trainers; a frozen version is a
                      copy that stays the same
  lineage list        models and adapters with what was trained from them
  lineage set CHILD [--parent MODEL] [--data DATASET[:VERSION]] [--method sft|dpo|kto|other]
          [--beta B]  say what a model or an adapter was trained from, and how, where its
                      folder did not; none forgets a value
  lineage compare CHILD --data FOLDER|FILE.jsonl|DATASET[:VERSION] [--parent MODEL]
          [--beta B] [--scale S] [--ifeval] [--different-types] [--accept-licence]
          [--out FILE] [--format json|csv]
                      what training has changed, on rows that were kept for testing
                      (test.jsonl in one of TRL’s conversational forms): implicit rewards
                      with the parent as reference, preferences of both, perplexity; CHILD
                      is a model, or an adapter that is put on its parent; the same command
                      continues a comparison that was cut off
  search <query> [--limit N] [--role user|assistant|system] [--model ID]
         [--from YYYY-MM-DD] [--until YYYY-MM-DD] [--folder NAME] [--tag NAME]
         [--pinned] [--archived | --not-archived] [--conversation ID]
                      find conversations by their words: "a phrase", -without, begin*;
                      forms and compounds of Finnish words are found too
  history check [--rebuild-index]
                      read the whole history and say what is wrong with it; the search
                      index can be rebuilt from the messages
  history backup [--out FOLDER]
                      copy the history, checked, to where its backups are
  history restore [BACKUP | FILE.db | --newest]
                      put a backup in the history's place, which is kept; without one,
                      list the backups
  history import <file | folder>
                      import conversations of Sarvi, ChatGPT, LM Studio, Jan, Open
                      WebUI, llama.cpp, ShareGPT or lines of messages
  history export --out PATH [--conversation ID]...
                 [--format markdown|docx|odt|html|json|jsonl] [--separate-files | --all-leaves]
                      export conversations, all unless told; the format follows from the
                      ending of PATH when it is not given; a PDF is made in the window
  verdict --file ANSWERS.jsonl [--language en|fi] [--punkt-tab FOLDER]
                      judge given answers by the rules of IFEval: rows with prompt,
                      response, instruction_id_list and kwargs; NLTK’s own tables of
                      sentences are used where a folder has them
  judgments --file FILE --task mt-bench|alpaca-eval [--data QUESTIONS.jsonl]
            [--difficulties df_gamed.csv]
                      the numbers of judgments that are there already: FastChat's rows, with
                      the questions by category, or alpaca_eval's annotations, with win rates
  api [--port N] [--new-key]
                      let other programs of this computer use the models, in the forms of
                      OpenAI and Anthropic; prints the address, and the key when it is made
  eval --model ID --task TASK [--data FILE] [--limit N] [--seed N] [--judge ID]
       [--references FILE] [--judge-prompts FILE] [--difficulties FILE] [--both-orders]
       [--punkt-tab FOLDER] [--completion] [--out FILE] [--accept-licence]
       [--format results|samples|csv|markdown|answers|judgments|json]
                      measure a model by ifeval-en, ifeval-fi, mt-bench-en, mt-bench-fi,
                      alpaca-eval-en or alpaca-eval-fi, with Sarvi’s own questions unless
                      told; the same command continues a run that was cut off; --limit
                      draws questions by the seed, in both languages the same ones;
                      results and samples are files of lm-evaluation-harness, answers
                      and judgments those of the benchmark’s own program
  serve [--port N]    open the app in a browser on this machine

Every command takes --data-dir DIR and --json (one JSON object a line).
Exit status: 0 done, 1 failed, 2 called wrongly.`;

const finnish = `Käyttö: sarvi <komento> [valitsimet]

  convert <mallikansio | tiedosto.gguf> --type TYYPPI --out TIEDOSTO.gguf
          [--imatrix TIEDOSTO] [--jobs N]
                      muunna ja kvantisoi mallikansio yhdellä kertaa tai anna F32-, F16- tai
                      BF16-muotoiselle GGUF-tiedostolle toinen tyyppi; keskeytynyt muunnos
                      jatkuu siitä, mihin se jäi
  convert-adapter <peft-kansio> --out TIEDOSTO.gguf [--base MALLIKANSIO|TIEDOSTO.gguf]
                      muunna LoRA-sovitin malliaan varten
  inspect <mallikansio | tiedosto.gguf>
                      kerro, mikä malli on kyseessä ja mikä estäisi sen tuonnin
  import <mallikansio | tiedosto.gguf> [--type TYYPPI[,TYYPPI]...] [--name NIMI]
         [--in-place] [--imatrix TIEDOSTO] [--jobs N] [--parent TUNNUS]
  import <peft-kansio> [--parent TUNNUS] [--name NIMI]
                      lisää malli kirjastoon, tai yksi kutakin tyyppiä vuorollaan;
                      --in-place käyttää GGUF-tiedostoa paikallaan eikä kopioi sitä;
                      LoRA-sovitin muunnetaan lähtömalliaan varten
  models              luettele kirjaston mallit
  models --move-to KANSIO | --move-back
                      pidä mallit toisen levyn kansiossa tai taas Sarven omassa, ja siirrä
                      ne, jotka jo ovat
  verify <mallin-tunnus | tiedosto.gguf>
                      lue malli ja vertaa sitä sen tarkistussummaan
  chat [--model TUNNUS|TIEDOSTO.gguf] [--adapter TIEDOSTO.gguf[:VOIMAKKUUS]] [--system S]
       [--prompt P] [--greedy | --temperature T] [--top-p P] [--top-k K] [--min-p P]
       [--repeat-penalty R] [--presence-penalty P] [--frequency-penalty F]
       [--penalty-window TOKENEITA] [--seed N] [--max-tokens N] [--stop TEKSTI]...
       [--grammar TIEDOSTO.gbnf | --json-schema TIEDOSTO.json] [--logprobs N]
       [--no-save] [--accept-licence]
                      yksi vastaus, jos --prompt on annettu, muuten keskustelu, joka alkaa
                      asetusten järjestelmäkehotteella ja esiasetuksella; --no-save ei
                      tallenna siitä mitään; --grammar antaa vastauksen rakennesäännöt;
                      --logprobs kertoo kunkin tokenin todennäköisyyden ja N todennäköisintä
                      vaihtoehtoa; Llaman lisenssien ehdot kysytään kerran tai hyväksytään
                      valitsimella --accept-licence
  template --model TUNNUS|TIEDOSTO.gguf --messages TIEDOSTO.json [--no-generation-prompt]
                      valmis kehote ja sen tokenien numerot
  score --model TUNNUS|TIEDOSTO.gguf [--against TUNNUS|TIEDOSTO.gguf] [--system S]
        --prompt P --answer T [--accept-licence]
                      vastauksen kunkin tokenin logaritminen todennäköisyys ja sija kehotteen
                      jälkeen; --against kertoo myös toisen mallin luvut ja sen KL-divergenssin
                      ensimmäisestä; NIMI@PALVELIN on etämoottorin malli (myös perplexity),
                      ja teksti lähetetään sinne
  perplexity --model TUNNUS|TIEDOSTO.gguf [--against TUNNUS|TIEDOSTO.gguf]
             --text TIEDOSTO|fi|en [--context N] [--chunks N] [--save-base TIEDOSTO]
             [--accept-licence]
  perplexity --model TUNNUS|TIEDOSTO.gguf --base TIEDOSTO
                      kuinka hyvin malli ennustaa tekstiä ja kuinka kaukana se on toisesta
                      mallista, samoin luvuin kuin llama-perplexity; fi ja en ovat Sarven
                      omia tekstejä; vertailupohjat ovat llama-perplexityn tiedostoja
  compare --models TUNNUS,TUNNUS[,TUNNUS,TUNNUS] --out TIEDOSTO
          [--prompts TIEDOSTO.txt|.csv|.jsonl] [--format json|csv|arena|llm-comparator]
          [--title OTSIKKO] [--system S] [--greedy | --temperature T] [--max-tokens N]
          [--seed N] ... [--accept-licence]
  compare --resume VERTAILU --out TIEDOSTO
                      anna kahden tai useamman, enintään neljän mallin vastata kehotelistaan
                      (oletuksena Sarven omaan) ja kirjoita vastaukset
                      tiedostoon; vertailu jää talteen sovelluksessa äänestettäväksi, ja
                      keskeytynyt vertailu jatkuu valitsimella --resume
  votes [VERTAILU] [--export TIEDOSTO] [--format csv|json|arena|llm-comparator]
                      mitä sokkoäänet kertovat: voitto-osuudet, testit ja vahvuudet; --export
                      vie yhden vertailun äänet, tai uusimman, jossa on ääniä
  dataset list
  dataset create --name NIMI --kind preference|kto|sft [--model TUNNUS] [--test-share 0.1]
  dataset freeze --name NIMI
  dataset export --name NIMI --out KANSIO [--format trl|parquet|llama-factory] [--version N]
          [--size 8b|70b] [--set NIMI=ARVO ...]
                      koulutusaineistoa äänistä, peukuista, muokatuista vastauksista ja
                      keskusteluista sekä ohjeet koulutusohjelmille; jäädytetty versio on
                      kopio, joka ei muutu
  lineage list        mallit ja sovittimet sekä se, mitä niistä on koulutettu
  lineage set KOULUTETTU [--parent MALLI] [--data AINEISTO[:VERSIO]]
          [--method sft|dpo|kto|other] [--beta B]
                      kerro, mistä ja miten malli tai sovitin on koulutettu, jos sen kansio
                      ei sitä kertonut; none poistaa tiedon
  lineage compare KOULUTETTU --data KANSIO|TIEDOSTO.jsonl|AINEISTO[:VERSIO] [--parent MALLI]
          [--beta B] [--scale S] [--ifeval] [--different-types] [--accept-licence]
          [--out TIEDOSTO] [--format json|csv]
                      mitä koulutus on muuttanut, riveillä jotka jätettiin testaamiseen
                      (test.jsonl jossakin TRL:n keskustelumuodossa): implisiittiset
                      palkkiot lähtömalliin nähden, molempien mieltymykset, perpleksiteetti;
                      KOULUTETTU on malli tai sovitin, joka lisätään lähtömalliinsa; sama
                      komento jatkaa keskeytynyttä vertailua
  search <haku> [--limit N] [--role user|assistant|system] [--model TUNNUS]
         [--from VVVV-KK-PP] [--until VVVV-KK-PP] [--folder NIMI] [--tag NIMI]
         [--pinned] [--archived | --not-archived] [--conversation TUNNUS]
                      hae keskusteluja niiden sanoilla: "sanat peräkkäin", -ilman, alku*;
                      myös suomen sanojen taivutusmuodot ja yhdyssanat löytyvät
  history check [--rebuild-index]
                      lue koko historia ja kerro, mitä vikaa siinä on; hakuindeksin voi
                      koota viesteistä uudelleen
  history backup [--out KANSIO]
                      kopioi historia tarkistettuna varmuuskopioiden joukkoon
  history restore [VARMUUSKOPIO | TIEDOSTO.db | --newest]
                      palauta varmuuskopio historian tilalle (nykyinen jää talteen); ilman
                      sitä luettele varmuuskopiot
  history import <tiedosto | kansio>
                      tuo keskusteluja: Sarvi, ChatGPT, LM Studio, Jan, Open WebUI,
                      llama.cpp, ShareGPT tai messages-rivit
  history export --out POLKU [--conversation TUNNUS]...
                 [--format markdown|docx|odt|html|json|jsonl] [--separate-files | --all-leaves]
                      vie keskusteluja, kaikki jos muuta ei sanota; jos muotoa ei anneta,
                      se päätellään polun päätteestä; PDF tehdään ikkunassa
  verdict --file VASTAUKSET.jsonl [--language en|fi] [--punkt-tab KANSIO]
                      arvioi annetut vastaukset IFEvalin säännöillä: riveillä on prompt,
                      response, instruction_id_list ja kwargs; virkkeet jaetaan NLTK:n
                      omilla taulukoilla, jos kansio niistä annetaan
  judgments --file TIEDOSTO --task mt-bench|alpaca-eval [--data KYSYMYKSET.jsonl]
            [--difficulties df_gamed.csv]
                      tunnusluvut valmiista arvioista: FastChatin riveistä, kysymysten kanssa
                      myös aihepiireittäin, tai alpaca_evalin annotaatioista voitto-osuuksineen
  api [--port N] [--new-key]
                      anna tämän koneen muiden ohjelmien käyttää malleja OpenAI:n ja
                      Anthropicin muodoissa; tulostaa osoitteen, ja avaimen kun se luodaan
  eval --model TUNNUS --task MITTAUS [--data TIEDOSTO] [--limit N] [--seed N]
       [--judge TUNNUS] [--references TIEDOSTO] [--judge-prompts TIEDOSTO]
       [--difficulties TIEDOSTO] [--both-orders] [--punkt-tab KANSIO] [--completion]
       [--out TIEDOSTO] [--accept-licence]
       [--format results|samples|csv|markdown|answers|judgments|json]
                      mittaa malli: ifeval-en, ifeval-fi, mt-bench-en, mt-bench-fi,
                      alpaca-eval-en tai alpaca-eval-fi; kysymykset ovat Sarven omat, jos
                      tiedostoa ei anneta; sama komento jatkaa keskeytynyttä mittausta;
                      --limit arpoo kysymykset siemenluvun mukaan, kummallakin kielellä
                      samat; results ja samples ovat lm-evaluation-harnessin tiedostoja,
                      answers ja judgments mittauksen oman ohjelman
  serve [--port N]    avaa sovellus tämän koneen selaimessa

Kaikki komennot ottavat valitsimet --data-dir KANSIO ja --json (yksi JSON-olio riville).
Paluuarvo: 0 onnistui, 1 epäonnistui, 2 komentoa kutsuttiin väärin.`;

export const USAGE: Readonly<Record<ShellLanguage, string>> = { fi: finnish, en: english };
