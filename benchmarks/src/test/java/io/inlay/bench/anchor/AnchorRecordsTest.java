package io.inlay.bench.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.inlay.sync.record.EntitlementRecord;
import io.inlay.sync.record.GrantRecord;
import io.inlay.sync.record.GrantSourceRecord;
import io.inlay.sync.record.ResourceRecord;
import io.inlay.sync.record.ResourceRef;
import org.junit.jupiter.api.Test;

/** Values computed from the definition by another program, at 100 000 grants. */
class AnchorRecordsTest {
    private static final Timestamp TIME = Timestamp.newBuilder().setSeconds(7).build();

    private final AnchorRecords records = new AnchorRecords(new AnchorSize(100_000));

    @Test
    void a_resource_type() {
        assertThat(records.type(7, TIME).getExternalId()).isEqualTo("restype-07");
        assertThat(records.type(7, TIME).getDisplayName()).isEqualTo("Resource type 7");
        assertThat(records.type(7, TIME).getDiscoveredAt()).isEqualTo(TIME);
    }

    @Test
    void a_resource_with_everything() {
        ResourceRecord resource = records.resource(105, TIME);
        assertThat(resource.getResourceTypeId()).isEqualTo("restype-05");
        assertThat(resource.getResourceId()).isEqualTo("f295f53f04ae7aba-r00000105");
        assertThat(resource.getDisplayName()).isEqualTo("Display Name f295f53f");
        assertThat(resource.getDescription()).isEmpty();
        assertThat(resource.getParent())
                .isEqualTo(ResourceRef.newBuilder()
                        .setResourceTypeId("restype-10")
                        .setResourceId("e1ef56639a411188-r00000010")
                        .build());
        assertThat(resource.getAnnotations(0).getValue().size()).isEqualTo(80);
    }

    @Test
    void a_resource_with_little() {
        ResourceRecord resource = records.resource(12, TIME);
        assertThat(resource.hasParent()).isFalse();
        assertThat(resource.getAnnotationsCount()).isZero();
        assertThat(resource.getDescription()).isEqualTo("Member of the directory, number 12 of all");
    }

    @Test
    void an_entitlement() {
        EntitlementRecord entitlement = records.entitlement(30, TIME);
        assertThat(entitlement.getExternalId()).isEqualTo("609a7262c8efca8c-e0000030-member");
        assertThat(entitlement.getDisplayName()).isEqualTo("Member of 609a7262");
        assertThat(entitlement.getResource().getResourceId()).endsWith("-r00007570");
        assertThat(entitlement.getResource().getResourceTypeId()).isEqualTo("restype-10");
        assertThat(entitlement.getGrantableToResourceTypeIdsList()).containsExactly("restype-00", "restype-01");
        assertThat(entitlement.getAnnotations(0).getValue().size()).isEqualTo(60);
    }

    @Test
    void a_grant_that_comes_from_others() {
        GrantRecord grant = records.grant(12_350, TIME);
        assertThat(grant.getExternalId()).isEqualTo("69bd77290ca5a15e-g000012350");
        assertThat(grant.getEntitlement().getEntitlementId()).isEqualTo("b57217d3ef9d92e3-e0000350-member");
        assertThat(grant.getEntitlement().getResourceId()).isEqualTo("e4a8346a88cf00f0-r00001650");
        assertThat(grant.getEntitlement().getResourceTypeId()).isEqualTo("restype-10");
        assertThat(grant.getPrincipal().getResourceId()).isEqualTo("b9f08871a04cbe5e-r00003261");
        assertThat(grant.getPrincipal().getResourceTypeId()).isEqualTo("restype-01");
        assertThat(grant.getSourcesMap()).hasSize(2);
        GrantSourceRecord direct = grant.getSourcesOrThrow("8921eb00f51ae49b-e0000351-member");
        assertThat(direct.getIsDirect()).isTrue();
        assertThat(direct.getResourceId()).isEqualTo("8f571c9643b0f8f6-r00009569");
        assertThat(grant.getSourcesOrThrow("5126cab2181010ff-e0000352-member").getIsDirect())
                .isFalse();
        assertThat(grant.hasExpansion() || grant.getNeedsExpansion() || grant.getAnnotationsCount() > 0)
                .isFalse();
    }

    @Test
    void a_grant_to_be_expanded() {
        GrantRecord grant = records.grant(102, TIME);
        assertThat(grant.getNeedsExpansion()).isTrue();
        assertThat(grant.getExpansion().getEntitlementIdsList()).containsExactly("665d659cb857bc56-e0000105-member");
        assertThat(grant.getExpansion().getResourceTypeIdsList()).containsExactly("restype-00");
        assertThat(grant.getPrincipal().getResourceId()).isEqualTo("2440c1866015b9b3-r00005673");
        assertThat(records.grant(1, TIME).getAnnotationsCount()).isOne();
    }
}
