using System.Text.RegularExpressions;
using Doorward.Support.Copilot.Values;
using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot.Rules;

/// <summary>
/// No personal data of others. Names and numbers of people that the answer's sources do not hold are caught as ungrounded; beyond that an e-mail
/// address or a phone number comes only from a public document, account and card numbers and numbers of identity never, and nobody's home or
/// visit is told but the customer's own.
/// </summary>
internal static partial class PrivateData
{
    private static readonly string[] OfOthers =
    [
        "other applicant*", "another applicant", "previous tenant", "current tenant", "former tenant", "the tenant is", "other customer*", "another customer", "the landlord's name", "the owner's name",
        "is also viewing", "has also booked", "outro candidato", "outros candidatos", "outro cliente", "inquilino anterior", "o inquilino atual", "o nome do proprietario", "o nome do senhorio",
    ];

    public static IEnumerable<Finding> Check(GuardedCase guarded)
    {
        foreach (var (sentence, number) in guarded.Sentences)
        {
            var values = ValueReader.In(sentence.Text);
            if (values.Any(value => value.Value.Kind == ValueKind.Account) || Identity().IsMatch(Folding.Fold(sentence.Text)))
            {
                yield return Wrong("account_or_identity", number, "Numbers of accounts, cards and identities are never written.");
            }

            if (sentence.Citation is null && values.Any(value => value.Value.Kind is ValueKind.Email or ValueKind.Phone))
            {
                yield return Wrong("contact_of_somebody", number, "Ways to reach somebody come from the agency's public documents only.");
            }

            if (sentence.Text != sentence.Citation?.Quote && new Tokens(sentence.Text).Has(OfOthers))
            {
                yield return Wrong("speaks_of_others", number, "Nothing is told of other customers, tenants or owners.");
            }
        }
    }

    private static Finding Wrong(string code, int number, string says) => new("privacy", code, number, says);

    [GeneratedRegex(@"\b(?:nif|tax number|passport (?:number|no\.?)|passaporte n|cartao de cidadao n|ssn|social security number|national insurance number)\W{0,3}[:#]?\s*[a-z]{0,3}\d")]
    private static partial Regex Identity();
}
