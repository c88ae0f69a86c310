using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.Support.Copilot;
using Doorward.Support.Copilot.Outside;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Tests.Copilot.Outside;

/// <summary>An agency whose drafts come from outside, and the worker that sends them: by the same door as the stream's reader.</summary>
internal sealed class Workshop
{
    private static readonly Lazy<Task<Desk>> Patient = new(() => Desk.Open(services: services => services.AddSingleton(new CopilotSettings(true, 3600))));

    private int _entries;

    private Workshop(Letters letters) => Letters = letters;

    public Letters Letters { get; }

    public Agency Agency => Letters.Agency;

    /// <summary>The agency's first document.</summary>
    public Guid Document { get; private set; }

    /// <summary>On a desk that waits an hour for the worker, or on one of the test's own.</summary>
    public static async Task<Workshop> Open(Desk? desk = null)
    {
        var workshop = new Workshop(await Letters.Open(desk ?? await Patient.Value));
        workshop.Document = Guid.Parse((string)(await workshop.Letters.Find("SELECT to_jsonb(d) FROM support.documents d WHERE organization_id = $1 AND $2::uuid IS NOT NULL LIMIT 1", Guid.Empty))!["id"]!);
        return workshop;
    }

    public JsonObject Cites(string quote, string? text = null, Guid? document = null, int version = 1) => new()
    {
        ["text"] = text ?? quote,
        ["citation"] = new JsonObject { ["document_id"] = document ?? Document, ["version"] = version, ["heading"] = "Deposits", ["quote"] = quote },
    };

    public static JsonObject Courtesy(string text) => new() { ["text"] = text, ["courtesy"] = true };

    public static JsonObject States(string text, string kind, Guid? id = null, DateTimeOffset? starts = null) => new()
    {
        ["text"] = text,
        ["fact"] = new JsonObject { ["kind"] = kind, ["id"] = id, ["starts_at"] = starts?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) },
    };

    /// <summary>A draft about a message.</summary>
    public JsonObject Draft((Guid Conversation, Guid Message) about, params JsonObject[] sentences) => new()
    {
        ["organization_id"] = Agency.Id, ["conversation_id"] = about.Conversation, ["message_id"] = about.Message, ["sentences"] = new JsonArray([.. sentences]),
        ["confidence"] = 0.9, ["model"] = "outside-1",
    };

    /// <summary>The entry arrives.</summary>
    /// <returns>Its event id.</returns>
    public async Task<Guid> Sends(JsonObject draft, string type = "draft.ready", Guid? eventId = null)
    {
        var id = eventId ?? Guid.CreateVersion7();
        await Arrives(type, id.ToString(), new JsonObject { ["draft"] = draft.DeepClone() }.ToJsonString());
        return id;
    }

    /// <summary>Anything arrives.</summary>
    public Task Arrives(string? type, string? eventId, string? payload) => Agency.Desk.Services.GetRequiredService<OutsidePost>().Take(
        [new PostedEntry($"{Interlocked.Increment(ref _entries)}-{Agency.Id:N}", type, eventId, payload, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")], CancellationToken.None);

    /// <summary>Waits until nothing of the agency's drafts waits to be worked on any more.</summary>
    public async Task Settles() => (await Eventually.Is(
        async () => await Letters.Count("SELECT count(*) FROM events.jobs WHERE organization_id = $1 AND kind = 'copilot.outside' AND dead_at IS NULL") == 0, TimeSpan.FromSeconds(60))).ShouldBeTrue();

    /// <summary>Waits for the dead letter of an entry.</summary>
    public async Task<string> DeadLetter(string key)
    {
        string? reason = null;
        (await Eventually.Is(async () => (reason = await Reason(key)) is not null, TimeSpan.FromSeconds(60))).ShouldBeTrue($"{key} is no dead letter");
        return reason!;
    }

    private async Task<string?> Reason(string key)
    {
        await using var command = Agency.Door.Database.CreateCommand("SELECT last_error FROM events.jobs WHERE kind = 'copilot.outside' AND key = $1 AND dead_at IS NOT NULL");
        command.Parameters.Add(Letters.Is(key));
        return await command.ExecuteScalarAsync() as string;
    }
}
