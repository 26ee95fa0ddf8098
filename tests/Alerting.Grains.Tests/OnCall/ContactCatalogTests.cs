using System.Text;
using Alerting.Access;
using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Grains.OnCall;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.OnCall;
using Alerting.Reports;
using Alerting.Storage.Logs;
using Alerting.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Alerting.Grains.Tests.OnCall;

/// <summary>Contacts outlive the processes, their secrets too, which neither the log nor the audit log shows.</summary>
public sealed class ContactCatalogTests
{
    private const string Token = "123456:AAE-key_0";
    private static readonly Act s_act = new(new Actor("key-1", "ann", SubjectKind.Key), null, "r-1", null);
    private static readonly SubscriptionChannel s_chat = new() { Type = SubscriptionChannel.Telegram, ChatId = "-1001", Token = Token };
    private readonly FaultyLogStore _store = new(new InMemoryLogStore());

    [Fact]
    public async Task A_contact_keeps_its_secret_over_a_kill_and_a_replacement_that_leaves_it_out()
    {
        var before = await AlertingCluster.StartAsync(_store);
        var made = await Catalog(before).PutAsync("ann", Contact("Ann", s_chat), "ann", 0, s_act);
        Assert.Equal((CatalogOutcome.Created, 1), (made.Outcome, made.Version?.Version));
        await before.KillAsync();

        await using var after = await AlertingCluster.StartAsync(_store);
        var replaced = await Catalog(after).PutAsync("ann", Contact("Ann B.", s_chat with { Token = null }), "ann", 1, s_act);
        Assert.Equal((CatalogOutcome.Replaced, 2), (replaced.Outcome, replaced.Version?.Version));
        Assert.Equal([s_chat], replaced.Version!.Definition!.Channels);

        var cache = after.Silos.GetSiloServiceProvider().GetRequiredService<ContactCache>();
        await cache.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal([s_chat], (await cache.InForceAsync(TestContext.Current.CancellationToken))["ann"].Channels);
        Assert.DoesNotContain(Token, await StoredAsync("contacts"), StringComparison.Ordinal);
        Assert.Contains("Ann B.", await StoredAsync("contacts"), StringComparison.Ordinal);

        var audit = after.Client.GetGrain<IAuditGrain>(IAuditGrain.Key);
        AuditPage page = null!;
        await Wait.UntilAsync(
            async () => (page = await audit.ReadAsync(new AuditQuery(null, "contact", null, [], 0, 10))).Items.Count == 2,
            "both changes are in the audit log");
        Assert.Equal(["contact.created", "contact.replaced"], page.Items.Select(static item => item.Record.Action));
        Assert.Contains("-1001", page.Items[1].Record.After!, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, string.Concat(page.Items.Select(static item => item.Record.Before + item.Record.After)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_contact_without_the_secret_of_its_channel_is_refused_and_not_stored()
    {
        await using var cluster = await AlertingCluster.StartAsync(_store);
        var refused = await Catalog(cluster).PutAsync("ann", Contact("Ann", s_chat with { Token = null }), "ann", null, s_act);
        Assert.Equal((CatalogOutcome.Refused, FaultTypes.MissingField), (refused.Outcome, refused.Fault?.Type));
        Assert.Equal("$.channels[0].token", refused.Fault!.Path);
        Assert.Empty(await Catalog(cluster).VersionsAsync("ann"));

        // What is expected is looked at first.
        Assert.Equal(
            CatalogOutcome.Conflict,
            (await Catalog(cluster).PutAsync("ann", Contact("Ann", s_chat with { Token = null }), "ann", 3, s_act)).Outcome);
    }

    [Fact]
    public async Task A_deleted_contact_that_comes_again_has_no_secret_of_before_and_the_next_number()
    {
        await using var cluster = await AlertingCluster.StartAsync(_store);
        await Catalog(cluster).PutAsync("ann", Contact("Ann", s_chat), "ann", null, s_act);
        Assert.Equal(CatalogOutcome.Deleted, (await Catalog(cluster).DeleteAsync("ann", "ann", 1, s_act)).Outcome);
        Assert.Equal(
            CatalogOutcome.Refused,
            (await Catalog(cluster).PutAsync("ann", Contact("Ann", s_chat with { Token = null }), "ann", null, s_act)).Outcome);
        var again = await Catalog(cluster).PutAsync("ann", Contact("Ann", s_chat), "ann", null, s_act);
        Assert.Equal((CatalogOutcome.Created, 3), (again.Outcome, again.Version?.Version));
    }

    private async Task<string> StoredAsync(string log)
    {
        var text = new StringBuilder();
        await foreach (var entry in ((ILogStore)_store).ReadAsync(log, 1, TestContext.Current.CancellationToken))
        {
            text.Append(Encoding.UTF8.GetString(entry.Payload.Span));
        }

        return text.ToString();
    }

    private static IContactCatalogGrain Catalog(AlertingCluster cluster) =>
        cluster.Client.GetGrain<IContactCatalogGrain>(IContactCatalogGrain.Key);

    private static Contact Contact(string name, SubscriptionChannel channel) => new() { Name = name, Channels = [channel] };
}
