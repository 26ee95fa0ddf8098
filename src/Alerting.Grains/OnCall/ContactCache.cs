using Alerting.Grains.Catalogs;
using Alerting.Grains.Hosting;
using Alerting.OnCall;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alerting.Grains.OnCall;

/// <summary>The contacts as this silo knows them.</summary>
public sealed class ContactCache(
    IGrainFactory grains, DeploymentMode deployment, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<ContactCache> logger)
    : DefinitionCache<IContactCatalogGrain, Contact, ContactVersion>(
        IContactCatalogGrain.Key, grains, deployment, clock, lifetime, logger);
