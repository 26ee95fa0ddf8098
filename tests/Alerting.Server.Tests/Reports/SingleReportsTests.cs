using System.Reflection;
using Alerting.Grains.Regions;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Server.Regions;
using Alerting.Server.Reports;
using Xunit;

namespace Alerting.Server.Tests.Reports;

/// <summary>Reports of requests that have only one, on their way to a region that answers when the test lets it.</summary>
public sealed class SingleReportsTests
{
    private readonly RegionProxy _region;
    private readonly SingleReports _singles;

    public SingleReportsTests()
    {
        (var grains, _region) = GrainsProxy.Create();
        _singles = new SingleReports(new RegionGrains(grains), new Patience(TimeProvider.System));
    }

    [Fact]
    public async Task What_comes_during_a_call_goes_with_the_next_in_its_order_and_is_answered_each_for_itself()
    {
        var alone = Send("0");
        Assert.Equal(["0"], _region.Calls.Single().Ids);
        (ReportSlot Slot, Task Sent)[] together = [.. Enumerable.Range(1, 5).Select(i => Send($"{i}"))];
        Assert.Single(_region.Calls);

        _region.Calls[0].Answer();
        await alone.Sent;
        Assert.Equal("0", alone.Slot.Outcome.IncidentId);
        Assert.Equal(["1", "2", "3", "4", "5"], _region.Calls[1].Ids);
        _region.Calls[1].Answer();
        await Task.WhenAll(together.Select(static one => one.Sent));
        Assert.Equal(["1", "2", "3", "4", "5"], together.Select(static one => one.Slot.Outcome.IncidentId));

        // And then the region is free again.
        _ = Send("6");
        Assert.Equal(["6"], _region.Calls[2].Ids);
    }

    [Fact]
    public async Task A_call_that_fails_is_told_to_those_whose_reports_it_had_and_to_nobody_else()
    {
        var failing = Send("0");
        var next = Send("1");
        _region.Calls[0].Done.SetException(new InvalidOperationException("no"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.Sent);
        _region.Calls[1].Answer();
        await next.Sent;
        Assert.Equal("1", next.Slot.Outcome.IncidentId);
    }

    [Fact]
    public async Task A_call_has_no_more_than_256_and_no_more_than_10_000_wait()
    {
        var first = Send("first");
        Task[] waiting = [.. Enumerable.Range(0, 10_000).Select(i => Send($"{i}").Sent)];
        await Assert.ThrowsAsync<OverloadedException>(() => Send("too many").Sent);
        _region.Calls[0].Answer();
        await first.Sent;
        for (var i = 1; i < _region.Calls.Count; i++)
        {
            Assert.InRange(_region.Calls[i].Ids.Length, 1, 256);
            _region.Calls[i].Answer();
        }

        await Task.WhenAll(waiting);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(static i => $"{i}"), _region.Calls.Skip(1).SelectMany(static call => call.Ids));
        Assert.Equal(41, _region.Calls.Count);
    }

    private (ReportSlot Slot, Task Sent) Send(string id)
    {
        var slot = new ReportSlot(0, id);
        return (slot, _singles.SendAsync(slot, new Report { ReportId = id, Source = "wire-a", Region = "IQ-AN" }));
    }

    /// <summary>A call to the region.</summary>
    public sealed class Call(IReadOnlyList<Report> reports)
    {
        public string[] Ids { get; } = [.. reports.Select(static report => report.ReportId)];

        /// <summary>Continues whoever waits before its result is set: the test sees the next call when this one is answered.</summary>
        public TaskCompletionSource<IReadOnlyList<ReportOutcome>> Done { get; } = new();

        public void Answer() => Done.SetResult([.. Ids.Select(static id => new ReportOutcome(ReportStatus.Accepted, id, null))]);
    }

    /// <summary>A grain factory that knows one region alone.</summary>
    public class GrainsProxy : DispatchProxy
    {
        private IRegionGrain? _region;

        public static (IGrainFactory Grains, RegionProxy Region) Create()
        {
            var grains = Create<IGrainFactory, GrainsProxy>();
            var region = Create<IRegionGrain, RegionProxy>();
            ((GrainsProxy)(object)grains)._region = region;
            return (grains, (RegionProxy)(object)region);
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _region;
    }

    /// <summary>Takes down what it is called with.</summary>
    public class RegionProxy : DispatchProxy
    {
        public List<Call> Calls { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal(nameof(IRegionGrain.IngestAsync), targetMethod!.Name);
            var call = new Call((IReadOnlyList<Report>)args![0]!);
            Calls.Add(call);
            return call.Done.Task;
        }
    }
}
