using Alerting.Grains.Hosting;
using Alerting.Grains.OnCall;
using Alerting.OnCall;
using Alerting.Server.Access;
using Alerting.Server.Http;

namespace Alerting.Server.OnCall;

/// <summary>The contacts.</summary>
internal sealed class Contacts(ContactCache cache, RegionAccess access, IGrainFactory grains)
    : Definitions<IContactCatalogGrain, Contact, ContactVersion>(
        IContactCatalogGrain.Key, "contact", "contacts", $"{LimitOptions.Section}:{nameof(LimitOptions.Contacts)}", cache, access, grains);
