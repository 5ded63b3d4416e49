#include "analyzer/facts/javascript_methods.h"

#include <unordered_set>

namespace krepis::analyzer {
namespace {

/// Of the standard library, of browsers, of Node's events, streams, requests and files, of test
/// frameworks and of what query builders and schemas chain.
constexpr std::string_view kCommonMethods =
    "UTC abort abs accept accepts add addClass addColumn addConstraint addEventListener addIndex "
    "addListener address after aggregate all allSettled anchor andWhere animate any append "
    "appendChild apply arrayBuffer assert assign at attachment back before bind blob blur body "
    "bulkCreate bulkWrite call calledWith cancel catch ceil changeColumn charAt charCodeAt clear "
    "clearCookie click clone cloneNode close closest codePointAt compare compile concat connect "
    "constructor contains cookie copy copyWithin cork count countDocuments create createElement "
    "createElementNS createHash createHmac createMany createQueryBuilder createTable "
    "createTextNode debug decode decrypt default defer defineProperties defineProperty delete "
    "deleteMany deleteOne deriveBits describe destroy difference digest dir disconnect dispatch "
    "dispatchEvent done download drain dropTable emit encode encrypt end endOf endsWith enqueue "
    "entries equals error every exec exists exit expect exportKey extend fetch fill filter final "
    "finally find findAll findAndCount findAndCountAll findById findByIdAndUpdate findByPk "
    "findFirst findFirstOrThrow findIndex findLast findLastIndex findMany findOne "
    "findOneAndUpdate findOneBy findOneOrFail findOrCreate findUnique findUniqueOrThrow first "
    "flat flatMap floor flush fn focus forEach forceUpdate formData format formatToParts forward "
    "freeze from fromEntries fromNow generateKey get getAll getAttribute getBoundingClientRect "
    "getComputedStyle getContext getDate getDay getElementById getElementsByClassName "
    "getElementsByTagName getFullYear getHeader getHours getItem getMany getMilliseconds "
    "getMinutes getMonth getOne getOwnPropertyNames getPropertyValue getPrototypeOf "
    "getRandomValues getRawMany getReader getSeconds getSelection getState getTime "
    "getTimezoneOffset getUTCDate getUTCFullYear getUTCHours getUTCMonth getUint16 getUint32 "
    "getUint8 getValue getValues getWriter go group groupBy groupCollapsed groupEnd handleSubmit "
    "has hasAttribute hasClass hasOwnProperty header headers hide importKey includes indexOf info "
    "innerJoin insertAdjacentHTML insertBefore insertMany insertOne intersection is isAfter "
    "isArray isBefore isPrototypeOf isSame it item join json keys kill last lastIndexOf lean "
    "leftJoin leftJoinAndSelect length limit listen listenerCount listeners localeCompare log map "
    "match matchAll matchMedia matches max merge min mkdir mock mockImplementation "
    "mockResolvedValue mockReturnValue mutateAsync namedItem next normalize now observe of off "
    "offset omit on onConflict once open optional orWhere orWhereIn orderBy padEnd padStart param "
    "parse parseAsync pause pick pipe pipeThrough pipeTo play pluck pop populate postMessage pow "
    "prepend prependListener preventDefault propertyIsEnumerable push pushState query "
    "querySelector querySelectorAll race random randomUUID raw read readFile readFileSync "
    "readInt8 readUInt16BE readUInt16LE readUInt32BE readUInt32LE readUInt8 readdir redirect "
    "reduce reduceRight ref refine reject releaseLock reload remove removeAllListeners "
    "removeAttribute removeChild removeClass removeColumn removeConstraint removeEventListener "
    "removeHeader removeIndex removeItem removeListener rename renameColumn render repeat replace "
    "replaceAll replaceChild replaceOne replaceState replaceWith request requestAnimationFrame "
    "reset resolve resolves resume return returns reverse rightJoin round route safeParse "
    "scrollBy scrollIntoView scrollTo seal search select send sendFile sendStatus set "
    "setAttribute setDate setEncoding setFieldValue setFullYear setHeader setHours setItem "
    "setKeepAlive setMaxListeners setMilliseconds setMinutes setMonth setNoDelay setProperty "
    "setSeconds setState setTime setTimeout setUTCHours setUint16 setUint32 setUint8 setValue "
    "shift show showModal sign size skip slice some sort splice split spyOn sqrt start startOf "
    "startsWith stat status stop stopImmediatePropagation stopPropagation stringify stub subarray "
    "submit subscribe substr substring subtract table take takeRecords tee terminate test text "
    "then throw time timeEnd timeLog toBe toContain toDataURL toDateString toEqual toExponential "
    "toFixed toHaveBeenCalled toHaveBeenCalledWith toHaveLength toHexString toISOString toJSON "
    "toLocaleDateString toLocaleLowerCase toLocaleString toLocaleTimeString toLocaleUpperCase "
    "toLowerCase toMatch toObject toPrecision toReversed toSorted toSpliced toString toThrow "
    "toUTCString toUpperCase toggle toggleAttribute toggleClass trace transform trim trimEnd "
    "trimStart trunc type uncork union unlink unobserve unpipe unref unshift unsubscribe update "
    "updateMany updateOne upsert use useMutation useQuery useState valueOf values vary verify "
    "wait warn where whereIn whereNot whereNotIn whereNotNull whereNull whereRaw with write "
    "writeFile writeFileSync writeHead writeUInt16BE writeUInt32BE writeUInt8 ";

std::unordered_set<std::string_view> WordsOf(std::string_view text) {
  std::unordered_set<std::string_view> words;
  for (size_t start = 0, end; (end = text.find(' ', start)) != std::string_view::npos;
       start = end + 1) {
    words.insert(text.substr(start, end - start));
  }
  return words;
}

}  // namespace

bool IsCommonMethod(std::string_view name) {
  static const std::unordered_set<std::string_view> words = WordsOf(kCommonMethods);
  return words.contains(name);
}

}  // namespace krepis::analyzer
