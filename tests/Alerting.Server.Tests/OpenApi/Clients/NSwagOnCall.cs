// Not compiled with the tests: see NSwagCalls.cs.
namespace Alerting.Generated;

/// <summary>The calls about contacts, schedules and policies.</summary>
public static partial class Calls
{
    private static async Task OnCallAsync(
        AlertingClient api, string hook, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ann = new ContactBody { Name = "Ann", Channels = [new ChannelBody { Url = hook, Secret = Secret }], Regions = ["IQ"] };
        var contact = await api.PutContactAsync("ann", null, "*", ann, cancellationToken);
        Expect(contact is { Version: 1, Name: "Ann" } && contact.Channels.Single().Url == hook, "a contact is read");
        Expect((await api.GetContactAsync("ann", null, cancellationToken)).Regions.Single() == "IQ", "it is found");
        Expect((await api.ListContactsAsync(null, 10, null, cancellationToken)).Items.Single().Id == "ann", "contacts are read");

        var layer = new ScheduleLayerBody { Contacts = ["ann"], StartsAt = now.AddDays(-1), Shift = "P1W" };
        var relief = new ScheduleOverrideBody { Contact = "ann", From = now.AddDays(1), To = now.AddDays(2) };
        var body = new ScheduleBody { TimeZone = "Asia/Baghdad", Layers = [layer], Overrides = [relief] };
        var schedule = await api.PutScheduleAsync("night", null, "*", body, cancellationToken);
        Expect(schedule is { Version: 1, Gaps.Count: 0 } && schedule.Layers.Single().Shift == "P1W", "a schedule is read");
        Expect((await api.GetScheduleAsync("night", cancellationToken)).Overrides.Single().Contact == "ann", "it is found");
        Expect((await api.ListSchedulesAsync(null, 10, null, cancellationToken)).Items.Single().Id == "night", "schedules are read");
        var onCall = await api.GetOnCallAsync("night", now, null, cancellationToken);
        Expect(onCall is { Now: { Name: "Ann", Layer: 0, Override: null }, Next.Override: 0 }, "who is on call is read");
        using var calendar = await api.GetScheduleCalendarAsync("night", now, now.AddDays(3), null, cancellationToken);
        Expect((await TextAsync(calendar)).Contains("SUMMARY:Ann"), "a calendar is read");

        var step = new EscalationStepBody { After = "PT5M", Notify = ["schedule:night", "contact:ann"] };
        var policy = await api.PutPolicyAsync(
            "hq", null, "*", new PolicyBody { Steps = [step], MinSeverity = Severity.Severe, Repeat = 1 }, cancellationToken);
        Expect(policy is { Version: 1, Repeat: 1 } && policy.Steps.Single().After == "PT5M", "a policy is read");
        Expect((await api.GetPolicyAsync("hq", null, cancellationToken)).MinSeverity == Severity.Severe, "it is found");
        Expect((await api.ListPoliciesAsync(null, 10, null, cancellationToken)).Items.Single().Id == "hq", "policies are read");

        await api.DeletePolicyAsync("hq", "*", null, cancellationToken);
        Expect((await api.ListPolicyVersionsAsync("hq", null, null, null, cancellationToken)).Items.Last().Definition is null, "gone");
        await api.DeleteScheduleAsync("night", "*", null, cancellationToken);
        Expect((await api.ListScheduleVersionsAsync("night", null, null, null, cancellationToken)).Items.Last().Definition is null, "gone");
        await api.DeleteContactAsync("ann", "*", null, cancellationToken);
        var versions = await api.ListContactVersionsAsync("ann", null, null, null, cancellationToken);
        Expect(versions.Items.First().Definition!.Name == "Ann" && versions.Items.Last().Definition is null, "its versions are read");
    }
}
