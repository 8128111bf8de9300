/**
 * Common English words by the case that newspapers write them in. Punkt asks whether a capital letter says that a sentence
 * starts.
 */

/** Words that hardly stand in names and headings: with a capital letter, they start a sentence. */
export const LOWER_CASE_WORDS = `
  above absolutely adding afterwards allow allowing almost along already always anybody anyone anything anyway
  anywhere apply ask asking autumn becoming begin behind being believe besides better between beyond body boy bread
  bus call cannot car certainly check choice choose cold compare consider create creating dark different does done
  drink early either else enjoy enough especially eventually ever everywhere exactly example except explore
  exploring eye file finally fish flower follow forever girl guess happy hence her here hers herself him himself
  honestly horse hot hour idea imagine important improve include including indeed inside instead interesting into
  learn least listen living looking message milk mind mine minute mix moon moreover morning mother myself naturally
  nevertheless nonetheless nor note nothing nowhere number occasionally okay otherwise ours overall page password
  phone play please possibly practice prepare probably problem program provide put question rain rarely recently
  remember result right sadly same section select serve similarly simply slowly smile snow so solution someday
  somehow someone sometimes soon sorry spend step still such suddenly surely surprisingly tea team ten thank thanks
  them themselves therefore things think though through throughout thus together tomorrow train traveling truly try
  turn type typically ultimately understand unfortunately unless unlike upon us user using version very wait walk
  walking warm web were whenever whereas wherever whether which whole whom within without wonderful working writing
  yes yesterday yet your yourself
`;

/** Words that stand in names and headings too, so that a capital letter says nothing. */
export const EITHER_CASE_WORDS = `
  a about according across actually after again against ago all alone also although am among an and another answer
  any are around as at avoid away back based be bear beautiful because before below best big black blue bob book
  both bottom bring building but buying by can cat center chapter child children china city clearly code coffee
  color come company computer could country cut data day despite did do dog down during each east easy eat end even
  evening every everybody everyone everything face fast father few find first five focus food for forest four
  friends from fun further game generally get give go god good great green group had half hand hard has have having
  he head health heart help hey high his hope house how however identify if in is it its itself job join just keep
  kind know knowing last later learning leave left less let letter life light like line little live long look love
  make making man many maybe me meanwhile middle might money month more most mostly mountain much music must my name
  near nearly never new next nice night no nobody none north not now obviously of off offer often old on once one
  only open option or other others our out outside over own part people perhaps place plan plant point quickly quite
  rather read reading ready really reason red reduce road run running said save say school sea second see seemingly
  set several share she should show side since site six small some somebody something somewhere song south spring
  star start stay stop story summer sun support sure system take talk tell test than that the their then there these
  they thing third this those three time to today too top toward tree trust twice two under until up use usually
  visit want was watch water way we week well west what whatever when where while white who whose why will wind
  winter with woman word work world would write wrong year you young
`;
