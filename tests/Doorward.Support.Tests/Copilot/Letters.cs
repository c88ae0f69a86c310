using System.Text.Json.Nodes;
using Doorward.Support.Copilot.Models;
using Doorward.Support.Knowledge;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Tests.Copilot;

/// <summary>An agency with a document, whose customers write: put in place behind the counter, so that these tests hang on nothing but the log.</summary>
internal sealed class Letters(Agency agency)
{
    public const string Deposit = "The deposit is two months' rent.";

    public Agency Agency => agency;

    public static async Task<Letters> Open(Desk? desk = null)
    {
        var letters = new Letters(await Agency.Open(desk));
        await letters.Publishes("deposits.md", $"# Deposits\n\n{Deposit} It is paid by bank transfer within 5 days of signing the contract.\n");
        return letters;
    }

    /// <summary>A desk whose copilot has a model.</summary>
    public static Task<Desk> DeskWith(RecordedModel model, Func<ModelSettings, ModelSettings>? change = null)
    {
        var settings = new ModelSettings(model.Url, "recorded", "secret-key") { TimeoutSeconds = 20 };
        return Desk.Open(services: services => services.AddSingleton(change?.Invoke(settings) ?? settings));
    }

    public Task Publishes(string path, string text) =>
        new FolderImport(agency.Door.Database, agency.Desk.Clock).Run([(path, text)], agency.Slug, path, CancellationToken.None);

    /// <summary>A customer writes: the message, and the event that says so.</summary>
    public async Task<(Guid Conversation, Guid Message)> Write(string body, Guid? conversation = null, Guid? applicant = null, Guid? person = null, string author = "CUSTOMER", string? traceparent = null)
    {
        var (id, message) = (conversation ?? Guid.CreateVersion7(), Guid.CreateVersion7());
        await Do("""
            WITH c AS (
                INSERT INTO support.conversations AS c (organization_id, id, customer_ref, applicant_id, person_id, messages, created_at, last_message_at)
                VALUES ($1, $2, 'anonymous', $5, $6, 1, now(), now())
                ON CONFLICT (organization_id, id) DO UPDATE SET messages = c.messages + 1
                RETURNING messages
            ), m AS (
                INSERT INTO support.messages (organization_id, id, conversation_id, number, author, body, created_at) SELECT $1, $3, $2, messages, $7, $4, now() FROM c
            )
            INSERT INTO events.log (type, organization_id, subject_id, after, traceparent)
            SELECT CASE $7 WHEN 'CUSTOMER' THEN 'message.created' ELSE 'reply.sent' END, $1, $3, jsonb_build_object('conversation_id', $2, 'number', messages, 'author', $7), $8 FROM c
            """, Is(agency.Id), Is(id), Is(message), Is(body), Is(applicant), Is(person), Is(author), Is(traceparent));
        return (id, message);
    }

    /// <summary>Waits for the draft of a message.</summary>
    public async Task<JsonObject> Draft(Guid message)
    {
        JsonObject? draft = null;
        (await Eventually.Is(async () => (draft = await Find("SELECT to_jsonb(d) FROM support.drafts d WHERE organization_id = $1 AND message_id = $2", message)) is not null, TimeSpan.FromSeconds(40)))
            .ShouldBeTrue("there is no draft");
        return draft!;
    }

    public async Task<JsonObject> DraftOf(string body, Guid? applicant = null) => await Draft((await Write(body, applicant: applicant)).Message);

    /// <summary>Waits until the run of a message is stored.</summary>
    public async Task<JsonObject> Run(Guid message)
    {
        JsonObject? run = null;
        (await Eventually.Is(async () => (run = await Find("SELECT to_jsonb(r) FROM support.runs r WHERE organization_id = $1 AND message_id = $2", message)) is not null, TimeSpan.FromSeconds(40)))
            .ShouldBeTrue("there is no run");
        return run!;
    }

    public Task<JsonObject?> FindDraft(Guid message) => Find("SELECT to_jsonb(d) FROM support.drafts d WHERE organization_id = $1 AND message_id = $2", message);

    public async Task<long> Count(string sql) => (long)(await Scalar(sql, Is(agency.Id)))!;

    public async Task<JsonObject?> Find(string sql, Guid id) => await Scalar($"SELECT ({sql})::text", Is(agency.Id), Is(id)) is string json ? JsonNode.Parse(json)!.AsObject() : null;

    public async Task Do(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = agency.Door.Database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The applicant's id behind somebody who signed in.</summary>
    public async Task<(Guid Applicant, Person Person)> Applicant(string name = "Maria Alves")
    {
        var person = await agency.Applicant(name);
        (await person.Get("bookings")).Code.ShouldBe(200);
        return ((Guid)(await Scalar("SELECT id FROM visits.applicants WHERE organization_id = $1 ORDER BY id DESC LIMIT 1", Is(agency.Id)))!, person);
    }

    public static NpgsqlParameter Is<T>(T value) => value is null
        ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = typeof(T) == typeof(string) ? NpgsqlDbType.Text : NpgsqlDbType.Uuid }
        : new NpgsqlParameter<T> { TypedValue = value };

    private async Task<object?> Scalar(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = agency.Door.Database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync();
    }
}
