using Doorward.Platform.Commands;
using Doorward.Testing;

namespace Doorward.Platform.Tests.Commands;

public sealed class CoalescingTests
{
    [Fact]
    public async Task While_one_statement_runs_the_others_queue_and_go_as_one()
    {
        await using var depot = await Depot.Open();
        var first = await depot.Hold();
        var others = depot.SubmitAll(Enumerable.Range(0, 100).Select(_ => new Parcel()));
        await depot.OpenTheGate();

        var receipts = await Task.WhenAll(others);
        receipts.Select(receipt => receipt.Batch).Distinct().ShouldHaveSingleItem().ShouldNotBe((await first).Batch);
    }

    [Fact]
    public async Task A_command_alone_goes_at_once()
    {
        await using var depot = await Depot.Open();
        (await depot.Submit(new Parcel())).Code.ShouldBe("taken");
        (await depot.Submit(new Parcel())).Arrival.ShouldBe(2);
    }

    [Fact]
    public async Task What_came_together_goes_as_one_statement_though_nothing_was_running_or_not_at_all()
    {
        await using var depot = await Depot.Open(new BatcherOptions { QueueLength = 10 });

        var receipts = await Task.WhenAll(depot.Batcher.SubmitAll([.. Enumerable.Range(0, 10).Select(_ => new Parcel())], TestContext.Current.CancellationToken));

        receipts.Select(receipt => receipt.Batch).Distinct().ShouldHaveSingleItem();
        Should.Throw<BatcherFull>(() => { depot.Batcher.SubmitAll([.. Enumerable.Range(0, 11).Select(_ => new Parcel())], TestContext.Current.CancellationToken); });
        (await depot.Stored()).ShouldBe(10);
    }

    [Fact]
    public async Task Commands_are_carried_out_in_the_order_of_their_arrival_and_everyone_gets_their_own_outcome()
    {
        await using var depot = await Depot.Open(new BatcherOptions { BatchSize = 7 });
        await depot.Hold();
        var parcels = Enumerable.Range(1, 50).Select(n => new Parcel(Label: $"{n}")).ToList();
        var waiting = depot.SubmitAll(parcels);
        await depot.OpenTheGate();

        var receipts = await Task.WhenAll(waiting);
        receipts.Select(receipt => receipt.Arrival).ShouldBe(Enumerable.Range(2, 50).Select(n => (long)n));
        receipts.GroupBy(receipt => receipt.Batch).Select(batch => batch.Count()).ShouldBe([7, 7, 7, 7, 7, 7, 7, 1]);
        (await depot.Database.Ask<string>("SELECT string_agg(label, ',' ORDER BY arrival) FROM parcels WHERE label <> ''"))
            .ShouldBe(string.Join(',', Enumerable.Range(1, 50)));
    }

    [Fact]
    public async Task What_must_not_meet_never_shares_a_batch_and_keeps_its_order()
    {
        await using var depot = await Depot.Open(new BatcherOptions { BatchSize = 16 });
        await depot.Hold();
        var random = new Random(4711);
        var keys = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).Append(Guid.Empty).ToArray();
        var parcels = Enumerable.Range(0, 200).Select(_ => new Parcel(Key: random.GetItems(keys, 1)[0], OtherKey: random.GetItems(keys, 1)[0])).ToList();
        var waiting = depot.SubmitAll(parcels);
        await depot.OpenTheGate();
        var receipts = await Task.WhenAll(waiting);

        foreach (var key in keys[..5])
        {
            var touching = parcels.Zip(receipts).Where(pair => pair.First.Key == key || pair.First.OtherKey == key).Select(pair => pair.Second).ToList();
            touching.Count.ShouldBeGreaterThan(20);
            touching.Select(receipt => receipt.Batch).ShouldBeUnique();
            touching.Select(receipt => receipt.Arrival).ShouldBeInOrder();
        }

        // Those without a key are free to go with anybody.
        receipts.GroupBy(receipt => receipt.Batch).Max(batch => batch.Count()).ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_full_queue_refuses_the_next_and_keeps_those_it_has()
    {
        await using var depot = await Depot.Open(new BatcherOptions { QueueLength = 3 });
        await depot.Hold();
        var waiting = depot.SubmitAll(Enumerable.Range(0, 3).Select(_ => new Parcel()));

        var full = await Should.ThrowAsync<BatcherFull>(() => depot.Submit(new Parcel()));
        full.Refusal.Status.ShouldBe(503);
        await depot.OpenTheGate();
        await Task.WhenAll(waiting);
        (await depot.Submit(new Parcel())).Code.ShouldBe("taken");
        (await depot.Stored()).ShouldBe(5);
    }

    [Fact]
    public async Task Callers_who_left_make_room_in_a_full_queue()
    {
        await using var depot = await Depot.Open(new BatcherOptions { QueueLength = 3 });
        await depot.Hold();
        using var leaving = new CancellationTokenSource();
        var left = Enumerable.Range(0, 3).Select(_ => depot.Submit(new Parcel(), leaving.Token)).ToArray();
        await leaving.CancelAsync();

        var after = depot.Submit(new Parcel());
        await depot.OpenTheGate();
        (await after).Code.ShouldBe("taken");
        foreach (var gone in left)
        {
            await Should.ThrowAsync<OperationCanceledException>(() => gone);
        }

        (await depot.Stored()).ShouldBe(2);
    }

    [Fact]
    public async Task A_caller_who_leaves_the_queue_is_not_served_and_disturbs_nobody()
    {
        await using var depot = await Depot.Open();
        await depot.Hold();
        using var leaving = new CancellationTokenSource();
        var before = depot.Submit(new Parcel(Label: "before"));
        var gone = depot.Submit(new Parcel(Label: "gone"), leaving.Token);
        var after = depot.Submit(new Parcel(Label: "after"));
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => gone);
        await depot.OpenTheGate();

        (await before).Batch.ShouldBe((await after).Batch);
        (await depot.Database.Ask<long>("SELECT count(*) FROM parcels WHERE label = 'gone'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_command_whose_statement_runs_is_carried_out_though_its_caller_left()
    {
        await using var depot = await Depot.Open();
        using var leaving = new CancellationTokenSource();
        var inFlight = await depot.Hold(new Parcel(), leaving.Token);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => inFlight);
        await depot.OpenTheGate();

        await Eventually.So("it was carried out all the same", async () => await depot.Stored() == 1);
    }

    [Fact]
    public async Task Stopping_waits_for_what_is_queued()
    {
        await using var depot = await Depot.Open();
        await depot.Stop();
        await depot.Hold();
        var queued = depot.SubmitAll(Enumerable.Range(0, 10).Select(_ => new Parcel()));
        var stopped = depot.Stop();
        stopped.IsCompleted.ShouldBeFalse();
        await depot.OpenTheGate();
        await stopped;

        queued.ShouldAllBe(one => one.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Stopping_does_not_wait_longer_than_it_may()
    {
        await using var depot = await Depot.Open();
        await depot.Hold();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Should.ThrowAsync<OperationCanceledException>(() => depot.Stop(patience.Token));
        await depot.OpenTheGate();
    }

    [Fact]
    public async Task Readers_of_the_log_are_woken_after_the_commit()
    {
        await using var depot = await Depot.Open();
        var next = depot.Signal.Next;
        await depot.Hold();
        next.IsCompleted.ShouldBeFalse();
        await depot.OpenTheGate();
        await next.WaitAsync(TimeSpan.FromSeconds(60));
        (await depot.Stored()).ShouldBe(1);
    }
}
