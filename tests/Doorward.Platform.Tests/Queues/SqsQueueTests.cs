using Doorward.Platform.Http;
using Doorward.Platform.Queues;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Tests.Queues;

/// <summary>The client against a real server (npm fauxqs); AWS's own implementation checks each signature.</summary>
public sealed class SqsQueueTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_sent_is_received_with_its_trace_hidden_and_deleted_each_call_signed()
    {
        var server = await TestQueue.Open(mustSign: true);
        var queue = Queue(server.Settings(credentials: TestQueue.Credentials));
        await server.Send("""{"name": "João \ud83c\udfe0"}""", Trace);
        await server.Send("second");

        var received = new List<SqsMessage>();
        while (received.Count < 2)
        {
            received.AddRange(await queue.Receive(Cancellation));
        }

        received.Select(message => message.Body).ShouldBe(["""{"name": "João \ud83c\udfe0"}""", "second"], ignoreOrder: true);
        received.Single(message => message.Traceparent is not null).Traceparent.ShouldBe(Trace);
        received.ShouldAllBe(message => message.SentAt > TimeProvider.System.GetUtcNow().AddMinutes(-5));
        (await queue.ChangeVisibility(received, TimeSpan.FromSeconds(60), Cancellation)).ShouldSatisfyAllConditions(
            left => left.TryAgain.ShouldBeEmpty(), left => left.Refused.ShouldBeEmpty());
        (await queue.Delete(received, Cancellation)).TryAgain.ShouldBeEmpty();
        (await server.Messages()).ShouldBeEmpty();
        (await queue.ChangeVisibility(received, TimeSpan.Zero, Cancellation)).Refused.ShouldBe(received, "they are gone");
    }

    [Fact]
    public async Task What_is_given_back_can_be_received_at_once()
    {
        var server = await TestQueue.Open();
        var queue = Queue(server.Settings(visibilitySeconds: 600));
        await server.Send("again");
        var first = (await queue.Receive(Cancellation)).ShouldHaveSingleItem();

        await queue.ChangeVisibility([first], TimeSpan.Zero, Cancellation);

        var second = (await queue.Receive(Cancellation)).ShouldHaveSingleItem();
        (second.Id, second.Receipt == first.Receipt).ShouldBe((first.Id, false));
    }

    [Fact]
    public async Task An_empty_queue_is_waited_for_and_then_has_nothing() =>
        (await Queue((await TestQueue.Open()).Settings() with { WaitSeconds = 1 }).Receive(Cancellation)).ShouldBeEmpty();

    [Theory]
    [InlineData("wrong", "test//session+token==", "SignatureDoesNotMatch")]
    [InlineData("test/secret+key", "other", "InvalidClientTokenId")]
    [InlineData(null, null, "MissingAuthenticationToken")]
    public async Task Who_signs_wrongly_or_not_at_all_is_told_so(string? secret, string? token, string fault)
    {
        var server = await TestQueue.Open(mustSign: true);
        var queue = Queue(server.Settings(credentials: secret is null ? null : new SqsCredentials("AKIDTEST", secret, token)));

        (await Should.ThrowAsync<QueueUnavailable>(() => queue.Receive(Cancellation))).Message.ShouldBe($"ReceiveMessage was answered 403 {fault}");
    }

    [Fact]
    public async Task A_queue_that_is_not_there_is_told()
    {
        var server = await TestQueue.Open();
        var queue = Queue(server.Settings() with { Url = new Uri(server.Url + "-not") });

        (await Should.ThrowAsync<QueueUnavailable>(() => queue.Receive(Cancellation))).Message.ShouldBe("ReceiveMessage was answered 400 QueueDoesNotExist");
    }

    [Theory]
    [InlineData("error", "ReceiveMessage was answered 500 InternalFailure")]
    [InlineData("html", "ReceiveMessage was answered 503")]
    [InlineData("garbage", "what it answered is no JSON")]
    [InlineData("odd", "what it answered is no answer of SQS")]
    [InlineData("cut", "ReceiveMessage: ")]
    [InlineData("silent", "ReceiveMessage was not answered in time")]
    public async Task A_server_that_misbehaves_is_told_of_without_its_words(string mode, string reason)
    {
        var server = await TestQueue.Open();
        await server.Misbehaves("ReceiveMessage", mode);
        var queue = Queue(server.Settings() with { WaitSeconds = 1, PatienceSeconds = mode == "silent" ? 0 : 60 });

        var told = await Should.ThrowAsync<QueueUnavailable>(() => queue.Receive(Cancellation));

        told.Message.ShouldStartWith(reason);
        told.Message.ShouldNotContain("secret words");
    }

    [Fact]
    public async Task What_a_batch_left_undone_is_known()
    {
        var server = await TestQueue.Open();
        var queue = Queue(server.Settings());
        for (var n = 0; n < 4; n++)
        {
            await server.Send($"message {n}");
        }

        var received = new List<SqsMessage>();
        while (received.Count < 4)
        {
            received.AddRange(await queue.Receive(Cancellation));
        }

        await server.Misbehaves("DeleteMessageBatch", "partial");
        (await queue.Delete(received, Cancellation)).TryAgain.ShouldBe(received[2..]);
        await server.Misbehaves("DeleteMessageBatch", "garbage");
        await Should.ThrowAsync<QueueUnavailable>(() => queue.Delete(received[2..], Cancellation));
        await server.Misbehaves("DeleteMessageBatch", "good");
        (await queue.Delete(received, Cancellation)).TryAgain.ShouldBeEmpty();
        (await server.Messages()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_else_inside_is_called_than_what_the_operator_wrote()
    {
        var server = await TestQueue.Open();
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(new EdgeSettings());
        SqsClient.Add(services, server.Settings());
        using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("doorward.sqs");

        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new UriBuilder(server.Url) { Port = 9 }.Uri, Cancellation));
    }

    private static SqsClient Queue(SqsSettings settings)
    {
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(new EdgeSettings());
        SqsClient.Add(services, settings);
        return services.BuildServiceProvider().GetRequiredService<SqsClient>();
    }
}
