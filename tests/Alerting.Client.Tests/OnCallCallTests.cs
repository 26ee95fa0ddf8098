using System.Net;
using Alerting.Escalations;
using Alerting.OnCall;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Client.Tests;

/// <summary>The calls about contacts, schedules and policies against a real server.</summary>
public sealed class OnCallCallTests(SharedLiveServer shared) : IClassFixture<SharedLiveServer>
{
    private readonly AlertingClient _client = shared.Server.Api;

    [Fact]
    public async Task Contacts_schedules_and_policies_are_made_replaced_read_and_deleted()
    {
        var channel = new ChannelBody { Type = SubscriptionChannel.PagerDuty, RoutingKey = "0123456789abcdef0123456789abcdef" };
        var body = new ContactBody { Name = "Ann", Channels = [channel] };
        Assert.True((await _client.Contacts.PutAsync("ann", body, Expect.Nothing)).IsNew);
        var contact = await _client.Contacts.PutAsync("ann", body with { Channels = [channel with { RoutingKey = null }] });
        Assert.Equal(2, contact.Value.Version);
        Assert.Equal("Ann", (await _client.Contacts.GetAsync("ann")).Value.Name);
        Assert.Contains("ann", await _client.Contacts.ListAsync().Select(static one => one.Id).ToListAsync());

        var now = TimeProvider.System.GetUtcNow();
        var layer = new ScheduleLayerBody { Contacts = ["ann"], StartsAt = now.AddHours(-1), Shift = Duration.Parse("P1W") };
        var schedule = await _client.Schedules.PutAsync("night", new ScheduleBody { TimeZone = "Asia/Baghdad", Layers = [layer] });
        Assert.Empty(schedule.Value.Gaps);
        Assert.Equal("P1W", (await _client.Schedules.GetAsync("night")).Value.Layers.Single().Shift.ToString());
        Assert.Contains("night", await _client.Schedules.ListAsync().Select(static one => one.Id).ToListAsync());
        Assert.Equal("Ann", (await _client.Schedules.OnCallAsync("night")).Now?.Name);
        Assert.Null((await _client.Schedules.OnCallAsync("night", now.AddDays(-1))).Now);
        Assert.Contains("SUMMARY:Ann", await _client.Schedules.CalendarAsync("night", now, now.AddDays(1)), StringComparison.Ordinal);

        var step = new EscalationStepBody { After = Duration.Parse("PT5M"), Notify = ["schedule:night", "contact:ann"] };
        await _client.Policies.PutAsync("hq", new PolicyBody { Steps = [step] });
        var policy = await _client.Policies.GetAsync("hq");
        Assert.Equal(step.Notify, policy.Value.Steps.Single().Notify);
        Assert.Contains("hq", await _client.Policies.ListAsync().Select(static one => one.Id).ToListAsync());

        var named = await Assert.ThrowsAsync<ProblemException>(() => _client.Contacts.DeleteAsync("ann"));
        Assert.Equal(HttpStatusCode.Conflict, named.Status);
        await _client.Policies.DeleteAsync("hq", Expect.Unchanged(policy.Tag));
        await _client.Schedules.DeleteAsync("night");
        await _client.Contacts.DeleteAsync("ann");
        Assert.Equal([1, 2, 3], await _client.Contacts.VersionsAsync("ann", 1).Select(static one => one.Version).ToListAsync());
        Assert.Null((await _client.Schedules.VersionsAsync("night").ToListAsync())[^1].Definition);
        Assert.Null((await _client.Policies.VersionsAsync("hq").ToListAsync())[^1].Definition);
    }
}
