using System.Buffers.Text;
using System.Text;

namespace Doorward.GraphQL.Relay;

/// <summary>
/// Ids that are unique across types (Relay, Global Object Identification): the type's name and its own id, in base64url.
/// </summary>
public readonly record struct NodeId(string Type, string Id)
{
    /// <summary>Reads a global id; false when it is none.</summary>
    public static bool TryParse(string text, out NodeId id)
    {
        id = default;
        if (text.Length > 1_000 || !Base64Url.IsValid(text))
        {
            return false;
        }

        var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return false;
        }

        id = new NodeId(plain[..colon], plain[(colon + 1)..]);
        return true;
    }

    /// <summary>The global id.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Type}:{Id}"));
}
