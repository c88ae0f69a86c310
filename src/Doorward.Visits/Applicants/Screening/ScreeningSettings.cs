using Doorward.Platform.Configuration;
using Doorward.Platform.Queues;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>Where the events of a screening system come from, and whose they are.</summary>
public sealed record ScreeningSettings
{
    /// <summary>The queue; null: nobody screens through one.</summary>
    public SqsSettings? Queue { get; init; }

    /// <summary>Whose an event is that names no organization: a short name or an id. Null: such an event is of no use.</summary>
    public string? Organization { get; init; }

    /// <summary>What the screening system calls organizations, and what they are called here.</summary>
    public IReadOnlyDictionary<string, string> Organizations { get; init; } = new Dictionary<string, string>();

    /// <summary>Receives that one node has under way at once, of ten messages each.</summary>
    public int Receivers { get; init; } = 1;

    /// <summary>How long a message that could not be used is kept, with the personal data in it.</summary>
    public TimeSpan LettersLast { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a statement under way is waited for when the node stops, before its messages are handed back.</summary>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads <c>DOORWARD_SQS_URL</c> and what belongs to it.</summary>
    public static ScreeningSettings Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var url = settings.Text("sqs_url");
        var read = new ScreeningSettings
        {
            Queue = SqsSettings.Read(settings),
            Organization = settings.Text("sqs_organization"),
            Organizations = ReadOrganizations(settings),
            Receivers = settings.WholeNumber("sqs_receivers", 1, 1, 10),
            LettersLast = TimeSpan.FromDays(settings.WholeNumber("sqs_letter_days", 30, 1, 365)),
        };
        if (url is null && (read.Organization is not null || read.Organizations.Count > 0))
        {
            settings.Problems.Add(Settings.VariableOf("sqs_url"), "is missing although organizations of a queue are given.",
                "Give the queue's address, such as https://sqs.eu-west-1.amazonaws.com/123456789012/screenings.");
        }

        if (read.Organization is { } organization && !OrganizationName.IsOne(organization))
        {
            settings.Problems.Add(Settings.VariableOf("sqs_organization"), "is neither the short name nor the id of an organization.", "Give one, such as my-lettings.");
        }

        return read;
    }

    private static Dictionary<string, string> ReadOrganizations(Settings settings)
    {
        const string Name = "sqs_organizations";
        var organizations = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in settings.List(Name))
        {
            var (theirs, ours) = entry.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right] ? (left, right) : ("", "");
            if (theirs.Length == 0 || !OrganizationName.IsOne(ours) || !organizations.TryAdd(theirs, ours))
            {
                settings.Problems.Add(Settings.VariableOf(Name), "has an entry that is no pair, or one name twice.",
                    "List what the screening system calls an organization, and its short name here: 7f1c…=my-lettings, separated by commas.");
            }
        }

        return organizations;
    }
}
