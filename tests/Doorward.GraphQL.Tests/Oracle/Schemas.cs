namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>The schemas that documents are generated for: together they use everything the type system has.</summary>
public static class Schemas
{
    public static readonly Dictionary<string, string> All = new()
    {
        ["pets"] = """
            directive @trace(level: Int = 1, tag: String) repeatable on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT | QUERY | FRAGMENT_DEFINITION | MUTATION | VARIABLE_DEFINITION
            directive @once(flag: Boolean!) on FIELD | QUERY
            interface Node { id: ID! }
            interface Being implements Node { id: ID! name(short: Boolean = false): String friends(first: Int = 2): [Being] }
            interface Canine implements Being & Node { id: ID! name(short: Boolean = false): String friends(first: Int = 2): [Being] barks: Boolean }
            type Dog implements Canine & Being & Node {
              id: ID! name(short: Boolean = false): String friends(first: Int = 2): [Being] barks: Boolean
              nickname: String knows(command: Command!): Boolean! house(at: [Int!]! = [1, 2]): House owner: Human! volume: Int
            }
            type Cat implements Being & Node {
              id: ID! name(short: Boolean = false): String friends(first: Int = 2): [Being]
              meows: Boolean! nickname: String! volume: Float owner: Human lives: [Int!]
            }
            type Human implements Being & Node {
              id: ID! name(short: Boolean = false): String friends(first: Int = 2): [Being]
              pets: [Pet!]! favourite: Pet! matrix: [[Int]!] age: Int!
            }
            type House { rooms(size: Size, like: RoomInput): [Room!] address: String! }
            type Room { size: Size! doors: [Room] label(text: String! = "x"): String! }
            union Pet = Dog | Cat
            union Anything = Dog | Cat | Human | House
            enum Command { SIT HEEL DOWN @deprecated(reason: "rude") }
            enum Size { SMALL BIG }
            input RoomInput { size: Size! = BIG width: Float depth: Float! tags: [String!] = ["a"] inner: RoomInput choice: Choice }
            input Choice @oneOf { byName: String byId: ID bySize: Size byRoom: RoomInput }
            scalar Date @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339")
            type Query {
              dog: Dog cat(id: ID!): Cat human: Human! pet(kind: Size): Pet pets(first: Int, after: String): [Pet] anything: [Anything!]
              node(id: ID!): Node being: Being canine: Canine find(by: Choice!): [Node!]! echo(text: String, number: Int, float: Float, flag: Boolean, ids: [ID!], room: RoomInput, date: Date, sizes: [Size]): String
            }
            type Mutation { rename(id: ID!, name: String!): Human! adopt(dog: RoomInput!): Dog count: Int! }
            type Subscription { barked(loud: Boolean): Dog! ticked: Int }
            """,
        ["blog"] = """"
            "A blog."
            schema @area(name: "text") { query: Root mutation: Change }
            directive @area(name: String!) on SCHEMA | OBJECT
            """
            Where everything begins.
              Indented.
            """
            type Root @area(name: "root") {
              posts(filter: PostFilter = { state: PUBLISHED, limit: 10 }, order: [Order!] = [{ by: DATE }]): [Post!]!
              post(slug: String = "a \"quoted\" \\ one\n"): Post
              search(term: String @deprecated(reason: "no"), "How many." limit: Int): [Hit] @deprecated
              self: Root!
            }
            extend type Root { author(name: String): Author! stats: Stats }
            type Post implements Titled { title: String! body: String! author: Author! comments(first: Int!): [Comment!]! tags: [String] related: [Post] }
            type Author implements Titled { title: String! posts: [Post!] rank: Int! score: Float! url: Url }
            type Comment { text: String! author: Author replies: [Comment!] post: Post! }
            interface Titled { title: String! }
            type Stats { views: Int! likes: Int average: Float! best: Post! worst: [Post!]! }
            union Hit = Post | Author | Comment
            enum State { DRAFT PUBLISHED }
            enum By { DATE RANK @deprecated(reason: "") }
            input PostFilter { state: State! limit: Int = 5 author: String nested: PostFilter not: [PostFilter!] }
            input Order { by: By! descending: Boolean! = false }
            scalar Url
            type Change { publish(slug: String!): Post remove(slugs: [String!]!): Int! touch: Root }
            """",
    };
}
