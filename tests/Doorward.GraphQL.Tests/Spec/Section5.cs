using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Tests.Oracle;
using Doorward.GraphQL.Validation;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>
/// What the examples of section 5 have in common: their schema, and that this library and npm graphql find the same rules broken at
/// the same places.
/// </summary>
internal static class Section5
{
    private const string Sdl = """
        type Query { dog: Dog cat: Cat human: Human pet: Pet catOrDog: CatOrDog findDog(searchBy: FindDogInput): Dog booleanList(booleanListArg: [Boolean!]): Boolean arguments: Arguments node: Node findPet(searchBy: PetSearch): Pet }
        type Mutation { addPet(pet: PetInput!): Pet addPets(pets: [PetInput!]!): [Pet] }
        type Subscription { newMessage: Message disallowedSecondRootField: Boolean }
        type Message { body: String sender: String }
        enum DogCommand { SIT DOWN HEEL }
        enum CatCommand { JUMP }
        type Dog implements Pet { name: String! nickname: String barkVolume: Int doesKnowCommand(dogCommand: DogCommand!): Boolean! isHouseTrained(atOtherHomes: Boolean): Boolean! owner: Human extra: Extra }
        type Extra { string: String }
        interface Sentient { name: String! }
        interface Pet { name: String! }
        type Alien implements Sentient { name: String! homePlanet: String }
        type Human implements Sentient { name: String! pets: [Pet!] }
        type Cat implements Pet { name: String! nickname: String doesKnowCommand(catCommand: CatCommand!): Boolean! meowVolume: Int extra: [Extra] }
        union CatOrDog = Cat | Dog
        union DogOrHuman = Dog | Human
        union HumanOrAlien = Human | Alien
        input FindDogInput { name: String owner: String }
        type Arguments { multipleRequirements(x: Int!, y: Int!): Int! booleanArgField(booleanArg: Boolean): Boolean floatArgField(floatArg: Float): Float nonNullFloatArgField(floatArg: Float!): Float intArgField(intArg: Int): Int
          nonNullBooleanArgField(nonNullBooleanArg: Boolean!): Boolean! booleanListArgField(booleanListArg: [Boolean]!): [Boolean] optionalNonNullBooleanArgField(optionalBooleanArg: Boolean! = false): Boolean! }
        input PetInput @oneOf { cat: CatInput dog: DogInput fish: FishInput }
        input CatInput { name: String! nickname: String meowVolume: Int }
        input DogInput { name: String! nickname: String barkVolume: Int }
        input FishInput { name: String! tankSize: Int }
        input PetSearch { owner: String name: String }
        interface Node { id: ID! }
        interface Resource implements Node { id: ID! url: String }
        type Page implements Resource & Node { id: ID! url: String }
        directive @many repeatable on FIELD
        """;

    private static readonly GraphSchema Types = GraphSchema.Parse(Sdl);

    public static IReadOnlyList<GraphQLError> Validate(string document) => DocumentValidator.Validate(Types, Parser.Parse(document));

    public static async Task Holds(ReferenceImplementation oracle, string section, string rules, string document)
    {
        var errors = Validate(document);
        errors.Select(e => e.Rule).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), section);
        if (Npm.IsHere)
        {
            await oracle.Ask(new { op = "schema", name = "section5", sdl = Sdl });
            var answer = await oracle.Ask(new { op = "validate", schema = "section5", doc = document });
            var theirs = answer["errors"]!.AsArray().Select(e => (string)e!).Order(StringComparer.Ordinal);
            errors.Select(e => $"{e.Rule} {string.Join(' ', e.Locations.Select(l => $"{l.Line}:{l.Column}"))}").Order(StringComparer.Ordinal).ShouldBe(theirs, section);
        }
    }
}
