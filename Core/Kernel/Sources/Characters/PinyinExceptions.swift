/// Characters that are read otherwise than the table says: as a surname, in a word, or in two common ways.
public enum PinyinExceptions {
    /// Whether these two characters are a family name together, as 欧阳.
    public static func isDoubleSurname(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
        doubleSurnames[key(first, second)] != nil || plainDoubleSurnames.contains(key(first, second))
    }

    static func key(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> UInt64 {
        UInt64(first.value) << 32 | UInt64(second.value)
    }

    /// Surnames at the start of a name. Where families say it in two ways both stand here.
    static let surnames: [Unicode.Scalar: [Syllable]] = byCharacter(
        """
        单shan 曾zeng 解xie 仇qiu 查zha 区ou 任ren 华hua 盖ge,gai 朴piao,pu 缪miao 乐yue,le 覃qin,tan 冼xian 洗xian 员yun
        贠yun 召shao 种chong 重chong 黑he 秘bi 逄pang 逢pang 翟zhai,di 柏bai,bo 薄bo 晁chao 车che 谌chen,shen 褚chu 啜chuai
        郗xi,chi 过guo 宓mi 牟mu,mou 那na 纪ji 郏jia 句gou 阚kan 隗wei,kui 佴nai 粘nian 宁ning 繁po 亓qi 阙que 洒sa 折she
        佘she 莘shen,xin 舍she 石shi 沈shen 盛sheng 尉wei,yu 冯feng 燕yan 幺yao 么yao 叶ye 应ying 於yu 郧yun 笮ze 占zhan
        祭zhai,ji 长chang 訾zi 会kuai,hui 都du 撒sa 俞yu 藏zang 颉xie 适kuo 贾jia 万wan 葛ge 干gan 卜bu 尹yin 瞿qu 曲qu 冉ran
        臧zang 幸xing 哈ha 片pian
        """)

    /// Surnames of two characters.
    static let doubleSurnames: [UInt64: [[Syllable]]] = byWord(
        """
        尉迟yu,chi 万俟mo,qi 长孙zhang,sun 单于chan,yu 澹台tan,tai 令狐ling,hu 宰父zai,fu 鲜于xian,yu 濮阳pu,yang 淳于chun,yu
        夏侯xia,hou 皇甫huang,fu 公冶gong,ye 宗政zong,zheng 太叔tai,shu 申屠shen,tu 仲孙zhong,sun 轩辕xuan,yuan 钟离zhong,li
        闾丘lv,qiu 亓官qi,guan 司空si,kong 拓跋tuo,ba 呼延hu,yan 百里bai,li 东郭dong,guo 南宫nan,gong 独孤du,gu 第五di,wu
        """)

    /// Surnames of two characters that are read as each character usually is.
    private static let plainDoubleSurnames: Set<UInt64> = Set(
        "欧阳 司马 上官 诸葛 东方 慕容 司徒 赫连 西门 公孙 端木 闻人 左丘 东门 公羊 梁丘 宇文 南门 纳兰 完颜 耶律".split(separator: " ").map {
            let characters = Array($0.unicodeScalars)
            return key(characters[0], characters[1])
        })

    /// Words that settle the reading of characters with several.
    static let words: [UInt64: [[Syllable]]] = byWord(
        """
        重庆chong,qing 重工zhong,gong 重型zhong,xing 重点zhong,dian 重要zhong,yao 重阳chong,yang 重新chong,xin 银行yin,hang
        行业hang,ye 商行shang,hang 车行che,hang 洋行yang,hang 央行yang,hang 行情hang,qing 同行tong,hang 行政xing,zheng
        旅行lv,xing 出行chu,xing 发行fa,xing 运行yun,xing 行动xing,dong 长城chang,cheng 长江chang,jiang 长沙chang,sha
        长春chang,chun 长安chang,an 长兴chang,xing 长治chang,zhi 长虹chang,hong 长期chang,qi 长三chang,san 长宁chang,ning
        长乐chang,le 长寿chang,shou 长途chang,tu 延长yan,chang 董长dong,zhang 经长jing,zhang 成长cheng,zhang 校长xiao,zhang
        厂长chang,zhang 部长bu,zhang 局长ju,zhang 院长yuan,zhang 家长jia,zhang 市长shi,zhang 店长dian,zhang 音乐yin,yue
        乐器yue,qi 乐团yue,tuan 乐队yue,dui 乐清yue,qing 乐山le,shan 快乐kuai,le 娱乐yu,le 可乐ke,le 乐园le,yuan 成都cheng,du
        首都shou,du 都市du,shi 都江du,jiang 都匀du,yun 厦门xia,men 大厦da,sha 广厦guang,sha 会计kuai,ji 会稽kuai,ji 六安lu,an
        蚌埠beng,bu 台州tai,zhou 亳州bo,zhou 番禺pan,yu 洪洞hong,tong 朝阳chao,yang 朝鲜chao,xian 单县shan,xian 莘县shen,xian
        西藏xi,zang 宝藏bao,zang 调查diao,cha 调味tiao,wei 空调kong,tiao 传记zhuan,ji 东莞dong,guan 浙江zhe,jiang 泌阳bi,yang
        阿胶e,jiao 大夫dai,fu 血液xue,ye 便宜pian,yi 弹性tan,xing 率先shuai,xian 效率xiao,lv 星宿xing,xiu 和谐he,xie
        暖和nuan,huo 数据shu,ju
        """)

    /// Characters in common use whose reading only the sense can tell.
    static let characters: [Unicode.Scalar: [Syllable]] = byCharacter(
        """
        行xing,hang 长chang,zhang 重zhong,chong 乐le,yue 都du,dou 厦xia,sha 朝chao,zhao 曾zeng,ceng 单dan,shan 查cha,zha
        解jie,xie 传chuan,zhuan 调diao,tiao 藏cang,zang 盛sheng,cheng 弹dan,tan 会hui,kuai 率lv,shuai 参can,shen
        降jiang,xiang 落luo,la 薄bo,bao 仇chou,qiu 贾jia,gu 莞guan,wan 系xi,ji 区qu,ou 尉wei,yu 翟zhai,di 覃qin,tan 朴pu,piao
        宿su,xiu 还huan,hai 血xue,xie
        """)

    private static func byCharacter(_ list: String) -> [Unicode.Scalar: [Syllable]] {
        var entries: [Unicode.Scalar: [Syllable]] = [:]
        for entry in list.split(whereSeparator: \.isWhitespace) {
            guard let character = entry.unicodeScalars.first else { continue }
            entries[character] = entry.dropFirst().split(separator: ",").map { Syllable($0) }
        }
        return entries
    }

    /// The syllables of a word, one for each of its two characters.
    private static func byWord(_ list: String) -> [UInt64: [[Syllable]]] {
        var entries: [UInt64: [[Syllable]]] = [:]
        for entry in list.split(whereSeparator: \.isWhitespace) {
            let characters = Array(entry.unicodeScalars.prefix(2))
            entries[key(characters[0], characters[1])] = entry.dropFirst(2).split(separator: ",").map { [Syllable($0)] }
        }
        return entries
    }
}
