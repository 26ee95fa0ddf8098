using Alerting.Audit;
using Alerting.Grains.Audit;
using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.Grains.Logs;
using Alerting.Json;
using Alerting.Notifications;
using Alerting.Notifications.OnCall;
using Alerting.OnCall;
using Alerting.Reports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Alerting.Grains.OnCall;

/// <summary>Keeps the contacts.</summary>
[Reentrant]
internal sealed class ContactCatalogGrain(IServiceProvider services, ILogger<ContactCatalogGrain> logger)
    : DefinitionCatalogGrain<Contact, ContactVersion>(
        services, logger, LogOwners.Contacts, services.GetRequiredService<ContactFormat>().Versions,
        services.GetRequiredService<IOptions<LimitOptions>>().Value.Contacts), IContactCatalogGrain
{
    private readonly ContactCache _cache = services.GetRequiredService<ContactCache>();
    private readonly NotificationChannels _channels = services.GetRequiredService<NotificationChannels>();

    protected override void Published() => _cache.Changed();

    protected override ContactVersion Make(
        string id, int version, Contact? definition, DateTimeOffset at, string author) => new(id, version, definition, at, author);

    protected override AuditedVersion Describe(ContactVersion version)
    {
        var view = ContactView.Of(version);
        return new(
            AuditActions.Contact, AuditedVersion.OneOf(view.Regions),
            AuditValue.Of(view with { Channels = [.. view.Channels.Select(AuditedChannel.Of)] }, ApiJson.Wire.ContactView));
    }

    /// <summary>A channel that leaves its secret out keeps the one that it had.</summary>
    protected override (Contact Definition, Fault? Fault) Complete(Contact definition, Contact? present)
    {
        var (channels, fault) = ContactChannels.Complete(_channels, definition.Channels, present?.Channels ?? []);
        return (definition with { Channels = channels }, fault);
    }
}
